import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Balance, Redeemed } from '#journey/throughout/wallet/contract.ts'
import { Alert, Bones, Button, Money, TextField, useFormat } from '#ui/index.ts'
import type { Bill, Payment } from '../../contract.ts'
import { closePayment, payFromBalance, useAct } from './window-data.ts'

interface Props {
  readonly bill: Bill
  readonly open: Payment | undefined
  readonly onTaken: (payment: Payment) => void
  /** What the balance does not cover, taken in cash in the same act. */
  readonly rest: (prepaidCents: number) => ReactNode
}

/** The person shows six figures; then, and only then, the window sees what there is, and takes it once. */
export function PayFromBalance({ bill, open, onTaken, rest }: Props) {
  const { t } = useTranslation('billing')
  const read = useQuery({
    queryKey: ['billing', 'window', 'balance', bill.personId], retry: false, staleTime: 0, gcTime: 0,
    queryFn: () => api.get<Balance>(`/api/wallet/window/persons/${bill.personId}/balance`),
  })
  if (read.isPending) return <Bones cards={[2]} />
  if (!read.data) return <AskCode personId={bill.personId} />
  const { spendableCents } = read.data
  if (spendableCents === 0) return <Alert tone="info" title={t('take.balance-empty')}>{t('take.balance-empty-body')}</Alert>
  const whole = spendableCents >= bill.dueCents
  return (
    <>
      <dl className="billing-sum">
        <dt>{t('take.balance-there')}</dt><dd><Money cents={spendableCents} /></dd>
        <dt>{t('take.balance-takes')}</dt><dd><b><Money cents={Math.min(spendableCents, bill.dueCents)} /></b></dd>
        {!whole && <><dt>{t('take.balance-rest')}</dt><dd><b><Money cents={bill.dueCents - spendableCents} /></b></dd></>}
      </dl>
      {whole ? <TakeAll bill={bill} open={open} onTaken={onTaken} /> : rest(spendableCents)}
    </>
  )
}

function AskCode({ personId }: { personId: string }) {
  const { t } = useTranslation('billing')
  const [code, setCode] = useState('')
  // Right or wrong, what the window may see is read again afterwards.
  const show = useAct(() => api.post<Redeemed>('/api/wallet/window/consents', { body: { personId, code: code.replaceAll(/\D/g, '') } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    show.mutate(undefined, { onSettled: () => setCode('') })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField label={t('take.balance-code')} hint={t('take.balance-hint')} inputMode="numeric" autoComplete="off" autoFocus maxLength={7} value={code} onChange={setCode} error={show.data?.accepted === false && code === '' ? t('take.balance-wrong') : undefined} />
      {show.isError && <Alert tone="danger" title={show.error.title} />}
      <Button kind="primary" block type="submit" busy={show.isPending} disabled={code.replaceAll(/\D/g, '').length !== 6}>{t('take.balance-look')}</Button>
    </form>
  )
}

function TakeAll({ bill, open, onTaken }: Pick<Props, 'bill' | 'open' | 'onTaken'>) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const take = useAct(async () => {
    if (open && (await closePayment(open)).state !== 'closed') return undefined
    const payment = await payFromBalance(bill)
    onTaken(payment)
    return payment
  })
  return (
    <>
      {take.isError && <Alert tone="danger" title={take.error.title}>{t('take.not-taken')}</Alert>}
      <Button kind="primary" block className="billing-take" busy={take.isPending} onPress={() => take.mutate(undefined)}>{t('take.balance-do', { amount: format.money(bill.dueCents) })}</Button>
    </>
  )
}
