import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import { Alert, Button, TextField } from '#ui/index.ts'
import type { DeviceState, KioskIdentify } from '../../contract.ts'

export type Way = 'resident-id' | 'insurance-code' | 'health-code' | 'phone'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0'] as const

function asked(way: Way, text: string): KioskIdentify {
  const number = text.trim().toUpperCase()
  if (way === 'phone') return { by: 'phone', phone: number }
  if (way === 'health-code') return { by: 'health-code', code: text.trim() }
  return { by: 'document', document: { kind: way, number } }
}

interface Props {
  readonly way: Way
  readonly problem: Problem | null
  readonly isBusy: boolean
  readonly devices: DeviceState | undefined
  readonly onShown: (shown: KioskIdentify) => void
}

/** The reader and the scanner say it by themselves; whoever has neither, or whose card does not read, touches the keys. */
export function Enter({ way, problem, isBusy, devices, onShown }: Props) {
  const { t } = useTranslation('kiosk')
  const [text, setText] = useState('')
  const isCard = way === 'resident-id' || way === 'insurance-code'
  const reads = isCard ? devices?.reader === 'ready' : way === 'health-code' && devices?.scanner === 'ready'
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim().length >= 4) onShown(asked(way, text))
  }
  return (
    <form className="stack kiosk-enter" onSubmit={send}>
      {problem && <Alert tone="warning" title={problem.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>}
      {reads && <Alert icon={isCard ? 'id' : 'qr'} title={t(isCard ? 'kiosk.reader' : 'kiosk.reader-code')} />}
      {isCard && devices?.reader === 'missing' && <Alert tone="warning" title={t('kiosk.reader-missing')} />}
      <TextField label={t(`kiosk.way-${way}-label`)} value={text} onChange={setText} autoFocus autoComplete="off" inputMode="text" maxLength={way === 'health-code' ? 200 : 30} />
      <div className="kiosk-keys" role="group" aria-label={t('kiosk.keys')}>
        {KEYS.map((key) => <button key={key} type="button" disabled={key === 'X' && way !== 'resident-id'} onClick={() => setText(text + key)}>{key}</button>)}
        <button type="button" onClick={() => setText(text.slice(0, -1))}>{t('kiosk.delete')}</button>
      </div>
      <Button kind="primary" block type="submit" busy={isBusy} disabled={text.trim().length < 4}>{t('kiosk.go-on')}</Button>
    </form>
  )
}
