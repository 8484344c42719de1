import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Select, TextField } from '#ui/index.ts'
import { type Topic, topics } from '../../contract.ts'
import type { FormProps } from './forms.ts'
import { Ends } from './ends.tsx'

/** Anything else, in their words, so that it is counted too. */
export function OtherForm(props: FormProps) {
  const { t } = useTranslation('servicedesk')
  const [words, setWords] = useState('')
  const [topic, setTopic] = useState<Topic>('other')
  return (
    <div className="stack">
      <TextField label={t('ask.words')} hint={t('ask.words-hint')} value={words} maxLength={500} onChange={setWords} />
      <Select label={t('ask.topic')} value={topic} onChange={(value) => setTopic(value as Topic)} options={topics.map((one) => ({ value: one, label: t(`topic.${one}`) }))} />
      <Ends {...props} about={{ kind: 'other', topic, words }} disabled={words.trim() === ''} />
    </div>
  )
}
