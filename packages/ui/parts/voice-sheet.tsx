import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { TypedField } from './typed-field.tsx'
import { formatDate, localDay } from './format.ts'
import { canListen, listen } from './listen.ts'
import { Sheet } from './sheet.tsx'
import { spokenFor } from './spoken.ts'
import type { SpokenKind } from './spoken.ts'

/** Listens, writes down what it understood, and waits for a yes. The words can be put right by hand, or typed from the start. */
export function VoiceSheet({ label, kind, onSaid, onClose }: { label: string; kind: SpokenKind; onSaid: (value: string) => void; onClose: () => void }) {
  const { t, i18n } = useTranslation('ui')
  const [said, setSaid] = useState('')
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<'listening' | 'heard' | 'failed' | 'typing'>(canListen() ? 'listening' : 'typing')
  useEffect(() => {
    if (!canListen()) return undefined
    setState('listening')
    return listen(i18n.language, {
      words: (words, isFinal) => { setSaid(words); if (isFinal) setState('heard') },
      failed: () => setState('failed'),
      ended: () => setState((before) => (before === 'listening' ? 'failed' : before)),
    })
  }, [turn, i18n.language])
  const value = spokenFor(kind, said, localDay(Date.now()))
  const shown = value !== undefined && kind === 'date' ? formatDate(`${value}T00:00:00+08:00`, i18n.language === 'en' ? 'en' : 'zh-CN') : value
  return (
    <Sheet title={t('voice.say', { what: label })} onClose={onClose}>
      <p role="status">{t(`voice.${state}`)}</p>
      <TypedField label={label} value={said} onChange={(next) => { setSaid(next); if (state !== 'typing') setState('heard') }} hint={t(`voice.hint.${kind}`)} error={said !== '' && value === undefined && state !== 'listening' ? t('voice.not-understood') : undefined} />
      {shown !== undefined && <p className="lead"><b>{kind === 'date' ? `${shown} ${value?.slice(0, 4)}` : shown}</b></p>}
      <div className="buttons">
        <Button kind="primary" disabled={value === undefined} onPress={() => { if (value !== undefined) { onSaid(value); onClose() } }}>{t('voice.use')}</Button>
        {canListen() && <Button icon="mic" onPress={() => { setSaid(''); setTurn(turn + 1) }}>{t('voice.again')}</Button>}
      </div>
    </Sheet>
  )
}
