import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Money, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Bill, Payment, WindowPerson } from '../../contract.ts'
import { centsOf } from './cents.ts'
import { PrintFrame } from './print-frame.tsx'
import { useAct, useBillHere } from './window-data.ts'

/** Cash for somebody's balance: how much, how much was given, what goes back. */
export function TopUpSheet({ person, onClose }: { person: WindowPerson; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [amount, setAmount] = useState('')
  const [given, setGiven] = useState('')
  const cents = centsOf(amount)
  const received = given === '' ? cents : centsOf(given)
  const change = cents === undefined || received === undefined ? undefined : received - cents
  const take = useAct(() => api.post<Payment>('/api/billing/window/top-ups', { body: { personId: person.personId, cents, receivedCents: received } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change !== undefined && change >= 0) take.mutate(undefined)
  }
  if (take.data) return <ToppedUp payment={take.data} name={person.name} onClose={onClose} />
  return (
    <Sheet title={t('top-up.window', { name: person.name })} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('top-up.amount')} inputMode="decimal" autoComplete="off" autoFocus value={amount} onChange={setAmount} />
        <TextField label={t('take.received')} inputMode="decimal" autoComplete="off" value={given} onChange={setGiven} placeholder={cents === undefined ? '' : format.money(cents, { bare: true })} />
        <p className="row row--between billing-change" aria-live="polite"><span>{change !== undefined && change < 0 ? t('take.missing') : t('take.change')}</span><b>{change === undefined ? '—' : <Money cents={Math.abs(change)} />}</b></p>
        {take.isError && <Alert tone="danger" title={take.error.title}>{t('take.not-taken')}</Alert>}
        <div className="buttons">
          <Button kind="primary" type="submit" icon="cash" busy={take.isPending} disabled={!cents || change === undefined || change < 0}>{t('take.do', { amount: format.money(cents ?? 0) })}</Button>
          <Button onPress={onClose}>{t('top-up.leave')}</Button>
        </div>
      </form>
    </Sheet>
  )
}

function ToppedUp({ payment, name, onClose }: { payment: Payment; name: string; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const bill = useBillHere({ institutionId: payment.institutionId, id: payment.billId })
  return (
    <Sheet title={t('top-up.window', { name })} onClose={onClose}>
      <div className="stack" role="status">
        <p>{t('put-aside.done-top-up', { amount: format.money(payment.amountCents) })}</p>
        {(payment.changeCents ?? 0) > 0 && <p className="billing-give">{t('take.give-back')} <b><Money cents={payment.changeCents ?? 0} /></b></p>}
        <div className="buttons">{bill.data && <Receipt bill={bill.data} />}<Button kind="primary" onPress={onClose}>{t('top-up.ready')}</Button></div>
      </div>
    </Sheet>
  )
}

function Receipt({ bill }: { bill: Bill }) {
  return <PrintFrame bill={bill} atOnce />
}
