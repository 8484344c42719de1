import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Checkbox, Field, TextField } from '#ui/index.ts'
import type { FormProps } from './forms.ts'
import { Ends } from './ends.tsx'

/** Booking for whoever stands here, with their leave: done on booking's own page, which reads it back; noted here. */
export function BookingForm(props: FormProps) {
  const { t } = useTranslation('servicedesk')
  const [agreed, setAgreed] = useState(false)
  const [words, setWords] = useState('')
  const note = agreed ? `${words.trim()}（${t('ask.consent')}）`.trim() : words
  return (
    <div className="stack">
      {!props.person && <Alert tone="info">{t('ask.pick-person')}</Alert>}
      <Checkbox label={t('ask.consent')} checked={agreed} onChange={setAgreed} />
      <Field label={<span className="small muted">{t('ask.book-note')}</span>} hint={t('ask.exam')}>
        {() => <p><Button kind="soft" icon="calendar" href="/call-desk" target="_blank" disabled={!agreed || !props.person}>{t('ask.book')}</Button></p>}
      </Field>
      <TextField label={t('ask.words')} hint={t('ask.words-hint')} value={words} maxLength={500} onChange={setWords} />
      {!agreed && <p className="small muted">{t('ask.need-consent')}</p>}
      <Ends {...props} about={{ kind: 'booking', topic: 'booking', words: note }} disabled={!agreed || !props.person} outcomes={['sent-on', 'open']} />
    </div>
  )
}
