import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Button, ErrorState, Page, SuccessState, useFormat } from '#ui/index.ts'
import type { Payment } from '../../contract.ts'
import { billHref, isOpen, receiptsHref, useBill, usePayment } from './bill-data.ts'
import { paymentPath, placeOrder } from './use-pay.ts'
import { PaidFrom } from './paid-from.tsx'
import { useBalanceOf } from './wallet-data.ts'
import './billing.css'

/** What became of a payment. It never says more than is known. */
export function Component() {
  const { t } = useTranslation('billing')
  const { institutionId, visitId, paymentId } = useParams()
  const back = billHref({ institutionId: Number(institutionId), id: visitId ?? '' })
  const read = usePayment(institutionId, paymentId)
  const bill = useBill(institutionId, visitId)
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: () => api.post<Payment>(`/api/billing/payments/${institutionId}/${paymentId}/check`),
    onSettled: () => client.invalidateQueries({ queryKey: ['billing'] }),
  })
  const { mutate: askNow } = ask
  // Coming back from the payer's app: ask at once instead of waiting for the message.
  useEffect(() => askNow(), [askNow])
  if (read.isPending) return <Page title={t('payment.title')} back={back}><Bones cards={[3]} /></Page>
  if (read.isError) return <Page title={t('payment.title')} back={back}><ErrorState title={t('payment.not-read')} onRetry={() => void read.refetch()}>{t('payment.not-read-body')}</ErrorState></Page>
  const payment = read.data
  const putAside = bill.data !== undefined && bill.data.kind !== 'visit'
  return (
    <Page title={t('payment.title')} back={back}>
      {payment.state === 'succeeded' && bill.data && (putAside ? <PutAside payment={payment} kind={bill.data.kind} personId={bill.data.personId} /> : <Paid payment={payment} back={back} />)}
      {payment.state === 'unknown' && <Unknown payment={payment} asking={ask.isPending} ask={askNow} />}
      {(payment.state === 'created' || payment.state === 'confirming') && <Confirming payment={payment} asking={ask.isPending} />}
      {!isOpen(payment) && payment.state !== 'succeeded' && <NotPaid payment={payment} back={putAside ? '/wallet' : back} />}
    </Page>
  )
}

function Paid({ payment, back }: { payment: Payment; back: string }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const visit = `/visits/${payment.institutionId}/${payment.billId}`
  return (
    <SuccessState
      title={payment.amountCents === 0 ? t('payment.free') : t('payment.paid', { amount: format.money(payment.amountCents) })}
      actions={<><Button kind="primary" href={visit}>{t('payment.next')}</Button><Button icon="receipt" href={receiptsHref({ institutionId: payment.institutionId, id: payment.billId })} target="_blank">{t('receipt.open')}</Button><Button kind="quiet" href={back}>{t('payment.to-bill')}</Button></>}
    >{payment.parts.length > 0 ? <PaidFrom payment={payment} /> : t('payment.paid-body')}</SuccessState>
  )
}

/** It is put aside, or paid back: what there is now. */
function PutAside({ payment, kind, personId }: { payment: Payment; kind: string; personId: string }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const balance = useBalanceOf(kind === 'top-up' ? personId : undefined)
  return (
    <SuccessState
      title={t(`put-aside.done-${kind}`, { amount: format.money(payment.amountCents - payment.refundedCents) })}
      actions={<><Button kind="primary" href={kind === 'top-up' ? '/wallet' : '/credit'}>{t(`put-aside.to-${kind}`)}</Button><Button icon="receipt" href={receiptsHref({ institutionId: payment.institutionId, id: payment.billId })} target="_blank">{t('receipt.open')}</Button></>}
    >{balance.data ? t('put-aside.there-now', { amount: format.money(balance.data.balanceCents) }) : undefined}</SuccessState>
  )
}

/** Neither success nor failure is claimed; one thing matters, that nobody pays twice. */
function Unknown({ payment, asking, ask }: { payment: Payment; asking: boolean; ask: () => void }) {
  const { t } = useTranslation('billing')
  const since = useSeconds(payment.createdAt)
  return (
    <div className="state" role="status">
      <h2>{t('payment.unknown')}</h2>
      <p className="muted">{t('payment.unknown-why', { channel: t(`receipt.channel-${payment.channel}`) })} <b className="billing-strong">{t('payment.do-not')}</b> {t('payment.unknown-body')}</p>
      <progress className="billing-wait" max={300} value={Math.min(since + 12, 290)} aria-label={t('payment.unknown')} />
      <p className="small muted">{t('payment.window-sees')}</p>
      <div className="buttons"><Button busy={asking} onPress={ask}>{t('payment.ask-again')}</Button></div>
    </div>
  )
}

function Confirming({ payment, asking }: { payment: Payment; asking: boolean }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: ['billing'] })
  const goOn = useMutation({ mutationFn: () => placeOrder(payment), onSuccess: (ordered) => { if (ordered.payUrl) location.assign(ordered.payUrl) }, onSettled: settled })
  const close = useMutation({ mutationFn: () => api.post<Payment>(`${paymentPath(payment)}/close`), onSettled: settled })
  return (
    <div className="state" role="status">
      <h2>{asking ? t('payment.asking', { channel: t(`receipt.channel-${payment.channel}`) }) : t('payment.confirming', { amount: format.money(payment.channelCents) })}</h2>
      <p className="muted">{t('payment.confirming-body')}</p>
      {payment.parts.map((part) => <p className="small muted" key={part.purse}>{t('payment.kept', { way: t(`receipt.channel-${part.purse}`), amount: format.money(part.cents) })}</p>)}
      <div className="buttons">
        <Button kind="primary" busy={goOn.isPending} onPress={() => goOn.mutate()}>{t('payment.go-on')}</Button>
        <Button busy={close.isPending} onPress={() => close.mutate()}>{t('payment.another-way')}</Button>
      </div>
      {(goOn.isError || close.isError) && <p className="small" role="alert">{(goOn.error ?? close.error)?.title}</p>}
    </div>
  )
}

function NotPaid({ payment, back }: { payment: Payment; back: string }) {
  const { t } = useTranslation('billing')
  return (
    <div className="state" role="status">
      <h2>{payment.state === 'failed' ? t('payment.failed') : t('payment.closed')}</h2>
      <p className="muted">{t('payment.not-paid-body')}</p>
      <div className="buttons"><Button kind="primary" href={back}>{t('payment.to-bill')}</Button></div>
    </div>
  )
}

/** Seconds since a moment, ticking. */
function useSeconds(from: string): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const began = Date.now()
    const timer = setInterval(() => setSeconds((Date.now() - began) / 1000), 1000)
    return () => clearInterval(timer)
  }, [from])
  return seconds
}
