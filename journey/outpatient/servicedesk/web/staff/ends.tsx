import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Kbd, TextField, useHotkey } from '#ui/index.ts'
import type { NewContact, Outcome } from '../../contract.ts'
import { useRecord } from './desk-data.ts'
import type { FormProps } from './forms.ts'

type About = Pick<NewContact, 'kind' | 'topic' | 'words'> & { readonly answerId?: string | undefined }

/** How it ended. F8 is "done"; the rest is a press. */
export function Ends({ about, person, minutes, onDone, outcomes = ['sent-on', 'no-answer', 'open'], disabled }: FormProps & { about: About; outcomes?: readonly Outcome[]; disabled?: boolean }) {
  const { t } = useTranslation('servicedesk')
  const [typed, setTyped] = useState<string>()
  const record = useRecord()
  const took = Number(typed ?? minutes)
  const valid = Number.isFinite(took) && took >= 0 && took <= 600
  const end = (outcome: Outcome) => {
    if (disabled || !valid || record.isPending) return
    const { kind, topic, words, answerId } = about
    record.mutate({ kind, topic, words: words.trim(), personId: person?.personId ?? null, minutes: took, outcome, answerId: answerId ?? null, subject: '' }, {
      onSuccess: ({ id }) => onDone({ words: t('ask.recorded', { kind: t(`kind.${kind}`), minutes: took }), undo: id }),
    })
  }
  useHotkey('F8', () => end('answered'))
  return (
    <>
      {record.isError && <Alert tone="warning">{record.error.title || t('offline')}</Alert>}
      <div className="sd-ends">
        <TextField label={t('ask.minutes')} inputMode="decimal" value={typed ?? String(minutes)} onChange={setTyped} />
        <Button kind="primary" busy={record.isPending} disabled={disabled} aria-keyshortcuts="F8" onPress={() => end('answered')}>{t('ask.done')} <Kbd>F8</Kbd></Button>
        {outcomes.map((outcome) => <Button key={outcome} disabled={disabled} onPress={() => end(outcome)}>{t(`ask.${outcome}`)}</Button>)}
      </div>
    </>
  )
}
