import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Card, TextField } from '#ui/index.ts'
import type { Shift } from '../../contract.ts'
import { centsOf } from './cents.ts'
import { useAct } from './window-data.ts'

/** The first act of a cashier's day: which window, and what lies in the drawer. */
export function OpenShiftForm() {
  const { t } = useTranslation('billing')
  const [counter, setCounter] = useState(() => localStorage.getItem('billing.counter') ?? '')
  const [typed, setTyped] = useState('')
  const cents = typed === '' ? 0 : centsOf(typed)
  const open = useAct(() => api.post<Shift>('/api/billing/window/shifts', { body: { counter: counter.trim(), openingFloatCents: cents } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The next morning it is probably the same window.
    localStorage.setItem('billing.counter', counter.trim())
    open.mutate(undefined)
  }
  return (
    <div className="billing-narrow"><Card>
      <form className="stack" onSubmit={submit}>
        <h2>{t('shift.open')}</h2>
        <TextField label={t('shift.counter')} hint={t('shift.counter-hint')} value={counter} onChange={setCounter} maxLength={40} autoFocus />
        <TextField label={t('shift.float')} hint={t('shift.float-hint')} value={typed} onChange={setTyped} inputMode="decimal" error={cents === undefined ? t('shift.no-amount') : undefined} />
        {open.isError && <Alert tone="danger" title={open.error.title} />}
        <Button kind="primary" type="submit" busy={open.isPending} disabled={counter.trim() === '' || cents === undefined}>{t('shift.begin')}</Button>
      </form>
    </Card></div>
  )
}
