import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import { Alert, Button, TextField } from '#ui/index.ts'
import type { KioskFound, KioskIdentify, KioskPerson } from '../../contract.ts'

export type Way = 'resident-id' | 'insurance-code' | 'health-code' | 'phone'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0'] as const

function asked(way: Way, text: string): KioskIdentify {
  const number = text.trim().toUpperCase()
  if (way === 'phone') return { by: 'phone', phone: number }
  if (way === 'health-code') return { by: 'health-code', code: text.trim() }
  return { by: 'document', document: { kind: way, number } }
}

/** The card reader and the scanner type into the field like a keyboard; whoever has neither touches the keys. */
export function Enter({ way, identify, onFound }: { way: Way; identify: UseMutationResult<KioskFound, Problem, KioskIdentify>; onFound: (persons: KioskPerson[]) => void }) {
  const { t } = useTranslation('arrival')
  const [text, setText] = useState('')
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim().length >= 4) identify.mutate(asked(way, text), { onSuccess: ({ persons }) => onFound(persons) })
  }
  return (
    <form className="stack arrival-enter" onSubmit={send}>
      {identify.isError && <Alert tone="warning" title={identify.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>}
      <TextField label={t(`kiosk.way-${way}-label`)} value={text} onChange={setText} autoFocus autoComplete="off" inputMode="text" maxLength={way === 'health-code' ? 200 : 30} />
      <div className="arrival-keys" role="group" aria-label={t('kiosk.keys')}>
        {KEYS.map((key) => <button key={key} type="button" disabled={key === 'X' && way !== 'resident-id'} onClick={() => setText(text + key)}>{key}</button>)}
        <button type="button" onClick={() => setText(text.slice(0, -1))}>{t('kiosk.delete')}</button>
      </div>
      <Button kind="primary" block type="submit" busy={identify.isPending} disabled={text.trim().length < 4}>{t('kiosk.go-on')}</Button>
    </form>
  )
}
