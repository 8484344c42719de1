import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Owed } from '#journey/throughout/credit/contract.ts'
import { Alert, Button, Money, Pairs, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Payment, WindowPerson } from '../../contract.ts'
import { centsOf } from './cents.ts'
import { PrintFrame } from './print-frame.tsx'
import { useAct, useBillHere } from './window-data.ts'

/** Only where somebody owes from treatment before: the door to paying it back in cash. The window sees a sum, not where it was made. */
export function RepayDebt({ person }: { person: WindowPerson }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const read = useQuery({ queryKey: ['billing', 'window', 'owed', person.personId], retry: false, queryFn: () => api.get<Owed>('/api/credit/owed', { query: { personId: person.personId } }) })
  const owed = read.data
  if (!open && (!owed || owed.owedCents === 0)) return null
  return (
    <>
      <Button small kind="soft" icon="cash" onPress={() => setOpen(true)}>{t('repay.open', { amount: format.money(owed?.owedCents ?? 0) })}</Button>
      {open && owed && <RepaySheet person={person} owed={owed} onClose={() => setOpen(false)} />}
    </>
  )
}

function RepaySheet({ person, owed, onClose }: { person: WindowPerson; owed: Owed; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [mostCents] = useState(owed.owedCents)
  const [amount, setAmount] = useState(format.money(owed.owedCents, { bare: true }).replaceAll(',', ''))
  const [given, setGiven] = useState('')
  const cents = centsOf(amount)
  const received = given === '' ? cents : centsOf(given)
  const change = cents === undefined || received === undefined ? undefined : received - cents
  const isRight = cents !== undefined && cents > 0 && cents <= mostCents
  const take = useAct(() => api.post<Payment>('/api/billing/window/repayments', { body: { personId: person.personId, cents, receivedCents: received } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isRight && change !== undefined && change >= 0) take.mutate(undefined)
  }
  if (take.data) return <Repaid payment={take.data} name={person.name} onClose={onClose} />
  return (
    <Sheet title={t('repay.title', { name: person.name })} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Pairs pairs={[
          { label: t('repay.owed'), value: <strong><Money cents={mostCents} /></strong> },
          ...(owed.overdueCents > 0 ? [{ label: t('repay.overdue'), value: <Money cents={owed.overdueCents} /> }] : []),
          ...(owed.nextDueOn ? [{ label: t('repay.due'), value: format.date(owed.nextDueOn) }] : []),
        ]} />
        <TextField label={t('repay.amount')} inputMode="decimal" autoComplete="off" autoFocus value={amount} onChange={setAmount} error={isRight ? undefined : t('repay.most', { amount: format.money(mostCents) })} />
        <TextField label={t('take.received')} inputMode="decimal" autoComplete="off" value={given} onChange={setGiven} placeholder={cents === undefined ? '' : format.money(cents, { bare: true })} />
        <p className="row row--between billing-change" aria-live="polite"><span>{change !== undefined && change < 0 ? t('take.missing') : t('take.change')}</span><b>{change === undefined ? '—' : <Money cents={Math.abs(change)} />}</b></p>
        {take.isError && <Alert tone="danger" title={take.error.title}>{t('take.not-taken')}</Alert>}
        <div className="buttons">
          <Button kind="primary" type="submit" icon="cash" busy={take.isPending} disabled={!isRight || change === undefined || change < 0}>{t('take.do', { amount: format.money(cents ?? 0) })}</Button>
          <Button onPress={onClose}>{t('repay.leave')}</Button>
        </div>
      </form>
    </Sheet>
  )
}

function Repaid({ payment, name, onClose }: { payment: Payment; name: string; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const bill = useBillHere({ institutionId: payment.institutionId, id: payment.billId })
  return (
    <Sheet title={t('repay.title', { name })} onClose={onClose}>
      <div className="stack" role="status">
        <p>{t('put-aside.done-repayment', { amount: format.money(payment.amountCents - payment.refundedCents) })}</p>
        {(payment.changeCents ?? 0) > 0 && <p className="billing-give">{t('take.give-back')} <b><Money cents={payment.changeCents ?? 0} /></b></p>}
        <div className="buttons">{bill.data && <PrintFrame bill={bill.data} atOnce />}<Button kind="primary" onPress={onClose}>{t('top-up.ready')}</Button></div>
      </div>
    </Sheet>
  )
}
