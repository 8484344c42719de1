import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Segmented, Select, TextField } from '#ui/index.ts'
import { DocumentKind, documentKinds, type FindPerson, isMobilePhone } from '../../contract.ts'

const ways = ['document', 'phone', 'health-code', 'hospital-number', 'name'] as const
type Way = (typeof ways)[number]

/** Finding somebody by what they show or say. A scanner types and presses Enter by itself. */
export function SearchForm({ busy, onFind }: { busy: boolean; onFind: (input: FindPerson) => void }) {
  const { t } = useTranslation('people')
  const [way, setWay] = useState<Way>('document')
  const [kind, setKind] = useState<DocumentKind>('resident-id')
  const [text, setText] = useState('')
  const input = inputOf(way, kind, text.trim())
  return (
    <form noValidate className="stack" onSubmit={(event) => { event.preventDefault(); if (input && !busy) onFind(input) }}>
      <Segmented
        label={t('desk.by')} value={way} options={ways.map((one) => ({ value: one, label: t(`desk.by-${one}`) }))}
        onChange={(value) => { setWay(ways.find((one) => one === value) ?? 'document'); setText('') }}
      />
      {way === 'document' && <Select label={t('document')} value={kind} options={documentKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} onChange={(value) => setKind(DocumentKind.parse(value))} />}
      <TextField key={way} label={t(labelOf[way])} hint={way === 'document' ? t(`number-hint.${kind}`) : t(hintOf[way])} value={text} onChange={setText} autoComplete="off" autoFocus />
      <Button kind="primary" type="submit" icon="search" block busy={busy} disabled={!input}>{t('desk.find')}</Button>
    </form>
  )
}

const labelOf: Record<Way, string> = { document: 'number', phone: 'phone', 'health-code': 'desk.code-label', 'hospital-number': 'desk.number', name: 'name.label' }
const hintOf: Record<Exclude<Way, 'document'>, string> = { phone: 'desk.phone-hint', 'health-code': 'desk.code-hint', 'hospital-number': 'desk.number-hint', name: 'desk.name-hint' }

function inputOf(way: Way, kind: DocumentKind, text: string): FindPerson | undefined {
  if (text === '') return undefined
  switch (way) {
    case 'document':
      return text.length >= 4 ? { by: 'document', document: { kind, number: text } } : undefined
    case 'phone':
      return isMobilePhone(text) ? { by: 'phone', phone: text } : undefined
    case 'health-code':
      return text.length >= 9 ? { by: 'health-code', code: text } : undefined
    case 'hospital-number':
      return { by: 'hospital-number', number: text }
    case 'name':
      return { by: 'name', name: text }
  }
}
