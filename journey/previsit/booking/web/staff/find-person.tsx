import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { FindPerson, FoundPerson } from '#journey/throughout/people/contract.ts'
import { Alert, List, ListItem, SearchField } from '#ui/index.ts'

/** What the person says or shows decides how they are looked for. */
function asQuestion(typed: string): FindPerson {
  const text = typed.trim()
  if (/^1\d{10}$/.test(text)) return { by: 'phone', phone: text }
  if (/^\d{17}[\dXx]$/.test(text)) return { by: 'document', document: { kind: 'resident-id', number: text } }
  if (/^[A-Za-z0-9]{4,20}$/.test(text)) return { by: 'hospital-number', number: text }
  return { by: 'name', name: text }
}

/** Finds somebody by phone, identity number, hospital number or name; names come back masked until they are chosen. */
export function FindPersonBox({ onFound, autoFocus }: { onFound: (person: FoundPerson) => void; autoFocus?: boolean }) {
  const { t } = useTranslation('booking')
  const [typed, setTyped] = useState('')
  const find = useMutation({
    mutationFn: (text: string) => api.post<FoundPerson[]>('/api/people/search', { body: asQuestion(text) }),
    // The only one is the one: no key is needed to choose them.
    onSuccess: ([only, ...others]) => { if (only && others.length === 0) onFound(only) },
  })
  return (
    <div className="stack">
      <SearchField label={t('desk.find-person')} placeholder={t('desk.find-person')} value={typed} autoFocus={autoFocus} onChange={setTyped} onSubmit={() => { if (typed.trim() !== '') find.mutate(typed) }} />
      {find.isError && isProblem(find.error) && <Alert tone="warning" title={find.error.title} />}
      {find.data?.length === 0 && <Alert tone="info">{t('desk.nobody')}</Alert>}
      {find.data && find.data.length > 1 && (
        <List label={t('desk.find-person')}>
          {find.data.map((one) => (
            <ListItem key={one.personId} icon="user" title={one.nameMasked} note={`${t(`sex.${one.sex}`)} ${one.birthDate} ${one.hospitalNumber ?? ''}`} onPress={() => onFound(one)} />
          ))}
        </List>
      )}
    </div>
  )
}
