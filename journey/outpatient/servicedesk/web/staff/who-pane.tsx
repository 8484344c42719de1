import { Suspense, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem, type Problem } from '#client/index.ts'
import type { FindPerson, FoundPerson, RegisteredPerson } from '#journey/throughout/people/contract.ts'
import { EnterForm } from '#journey/throughout/people/web/staff/index.ts'
import { Alert, Avatar, Bones, Button, initialOf, List, ListItem, Pane, SearchField } from '#ui/index.ts'
import { asQuestion } from './desk-data.ts'

export interface Here {
  readonly personId: string
  readonly name: string
}

/** Who stands at the desk: found by what they show or say, registered when new, or nobody in particular. */
export function WhoPane({ person, onPerson }: { person: Here | undefined; onPerson: (person: Here | undefined) => void }) {
  const { t } = useTranslation('servicedesk')
  const [shown, setShown] = useState('')
  const [isNew, setNew] = useState(false)
  const register = useMutation<RegisteredPerson, Problem, FoundPerson>({
    mutationFn: ({ personId }) => api.post<RegisteredPerson>(`/api/people/persons/${personId}/registrations`),
    onSuccess: ({ personId, summary }) => onPerson({ personId, name: summary.nameMasked }),
  })
  const find = useMutation<FoundPerson[], Problem, FindPerson>({
    mutationFn: (body) => api.post<FoundPerson[]>('/api/people/search', { body }),
    onSuccess: ([only, ...others]) => { if (only && others.length === 0) register.mutate(only) },
  })
  const submit = () => {
    const question = asQuestion(shown)
    if (question) find.mutate(question)
  }
  const fault = find.error ?? register.error
  return (
    <Pane label={t('who.title')} head={<h2>{t('who.title')}</h2>}>
      {person ? (
        <div className="sd-person">
          <Avatar name={initialOf(person.name)} tone="warm" />
          <p className="grow"><b>{person.name}</b></p>
          <Button small kind="quiet" onPress={() => onPerson(undefined)}>{t('who.other')}</Button>
        </div>
      ) : (
        <>
          <SearchField label={t('who.find')} placeholder={t('who.find')} value={shown} autoFocus onChange={setShown} onSubmit={submit} />
          {fault && isProblem(fault) && <Alert tone="warning">{fault.title || t('offline')}</Alert>}
          {find.data?.length === 0 && <Alert tone="info" title={t('who.nobody')}>{t('who.nobody-note')}</Alert>}
          {find.data && find.data.length > 1 && (
            <List label={t('who.title')}>
              {find.data.map((one) => <ListItem key={one.personId} icon="user" title={one.nameMasked} note={`${t(`who.sex.${one.sex}`)} ${one.birthDate}`} onPress={() => register.mutate(one)} />)}
            </List>
          )}
          <Alert tone="neutral" icon="user" title={t('who.anonymous')}>{t('who.anonymous-note')}</Alert>
          {isNew
            ? <Suspense fallback={<Bones cards={[4]} />}><EnterForm onDone={({ personId, summary }) => { setNew(false); onPerson({ personId, name: summary.nameMasked }) }} /></Suspense>
            : <Button kind="quiet" icon="plus" onPress={() => setNew(true)}>{t('who.new')}</Button>}
        </>
      )}
    </Pane>
  )
}
