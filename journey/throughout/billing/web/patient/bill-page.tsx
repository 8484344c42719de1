import { Suspense } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { VisitCredit } from '#journey/throughout/credit/web/patient/index.ts'
import { Alert, Bones, Button, Due, EmptyState, ErrorState, Page, Sep, useFormat } from '#ui/index.ts'
import type { Bill, NewPart } from '../../contract.ts'
import { useQuote } from '../use-quote.ts'
import { isOpen, receiptsHref, useBill, useFamily, useSelf } from './bill-data.ts'
import { BillItems } from './bill-items.tsx'
import { MoneyBack, Receipts } from './bill-after.tsx'
import { ChooseChannel, usePhoneChannel, type PhoneChannel } from './choose-channel.tsx'
import { SplitCard } from './split-card.tsx'
import { UseBalance } from './use-balance.tsx'
import { UseCredit, useCreditPart } from './use-credit.tsx'
import { paymentHref, usePay } from './use-pay.ts'
import { HowPaid } from './paid-from.tsx'
import { useBalanceOf } from './wallet-data.ts'
import './billing.css'

/** One visit, one bill: how much, who pays what, why, and the way to pay. */
export function Component() {
  const { t } = useTranslation('billing')
  const { institutionId, visitId } = useParams()
  const read = useBill(institutionId, visitId)
  if (read.isPending) return <Page title={t('bill.title')} back="/bills"><Bones cards={[2, 4, 3]} /></Page>
  if (read.isError) return <Page title={t('bill.title')} back="/bills"><ErrorState title={read.error.title || undefined} code={read.error.reference} onRetry={() => void read.refetch()} /></Page>
  return <BillSheet bill={read.data} />
}

function BillSheet({ bill }: { bill: Bill }) {
  const { t, i18n } = useTranslation('billing')
  const format = useFormat()
  const who = useWhose(bill.personId)
  const hospital = (i18n.language === 'en' && bill.institutionNameEn) || bill.institutionName
  const standing = bill.items.filter((item) => item.status !== 'cancelled')
  const unpaid = standing.some((item) => item.status === 'due')
  const net = bill.paidCents - bill.refundedCents
  const paid = bill.payments.filter((payment) => payment.state === 'succeeded' && payment.amountCents > 0)
  const prepaid = usePrepaid(bill, unpaid)
  const credit = useCreditPart(bill, unpaid, bill.dueCents - prepaid.cents)
  const parts: NewPart[] = [{ purse: 'prepaid' as const, cents: prepaid.cents }, { purse: 'credit' as const, cents: credit.cents }].filter((part) => part.cents > 0)
  const quote = useQuote(bill)
  const phone = usePhoneChannel(bill.payments.find(isOpen)?.channel)
  if (bill.kind !== 'visit') return <PutAside bill={bill} where={hospital} />
  return (
    <Page title={t('bill.title')} back="/bills" action={unpaid ? <PayAct bill={bill} parts={parts} channel={phone.channel} waits={quote.asking} /> : undefined}>
      <Due
        label={who === undefined ? t(unpaid ? 'bill.due-you' : 'bill.settled-you') : t(unpaid ? 'bill.due' : 'bill.settled', { who })} cents={unpaid ? bill.dueCents : net}
        note={<>{hospital}<Sep />{format.date(bill.openedAt)}<Sep />{t('bill.one-visit')}</>}
      />
      {bill.kind === 'visit' && <Suspense fallback={null}><VisitCredit institutionId={bill.institutionId} visitId={bill.id} personId={bill.personId} /></Suspense>}
      {bill.items.length === 0 && <EmptyState title={t('bill.empty')}>{t('bill.empty-body')}</EmptyState>}
      {bill.status === 'part-paid' && <Alert tone="info" icon="receipt" title={t('bill.more', { amount: format.money(net) })}>{t('bill.more-body')}</Alert>}
      {prepaid.balance && <UseBalance dueCents={bill.dueCents} balance={prepaid.balance} used={prepaid.used} onUse={prepaid.use} />}
      {credit.there > 0 && <UseCredit part={credit} />}
      {unpaid && bill.dueCents > prepaid.cents + credit.cents && <ChooseChannel {...phone} />}
      {standing.length > 0 && <SplitCard bill={bill} quote={quote} />}
      {bill.items.length > 0 && <BillItems items={bill.items} insured={bill.insured} />}
      {paid.length > 0 && <HowPaid payments={paid} />}
      {bill.refunds.length > 0 && <MoneyBack refunds={bill.refunds} />}
      {bill.receipts.length > 0 && <Receipts receipts={bill.receipts} />}
      {!unpaid && bill.receipts.length > 1 && <Button kind="soft" block icon="receipt" href={receiptsHref(bill)} target="_blank">{t('receipt.open-all')}</Button>}
    </Page>
  )
}

/** How much of the bill its person's balance would pay, when whoever looks may use it and wants to. */
function usePrepaid(bill: Bill, unpaid: boolean) {
  const open = bill.payments.find(isOpen)
  // What an open payment keeps aside can be used for this bill: for this one it was kept.
  const kept = open?.parts.find((part) => part.purse === 'prepaid')?.cents ?? 0
  const [chosen, use] = useState<boolean>()
  const read = useBalanceOf(bill.kind === 'visit' && unpaid && bill.dueCents > 0 ? bill.personId : undefined)
  const used = chosen ?? kept > 0
  const there = (read.data?.spendableCents ?? 0) + kept
  const balance = read.data && there > 0 && open?.state !== 'unknown' ? { ...read.data, spendableCents: there } : undefined
  return { balance, used, use, cents: used && balance ? Math.min(there, bill.dueCents) : 0 }
}

/** Money that was put aside, or is about to be: what there is to say of it, and its receipts. */
function PutAside({ bill, where }: { bill: Bill; where: string }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  return (
    <Page title={t(`put-aside.${bill.kind}`)} back="/wallet">
      <Due label={t(`put-aside.${bill.kind}`)} cents={bill.paidCents - bill.refundedCents} note={<>{where}<Sep />{format.date(bill.openedAt)}</>} />
      {bill.status === 'cancelled' && <Alert tone="info" title={t('put-aside.not-paid')} />}
      {bill.refunds.length > 0 && <MoneyBack refunds={bill.refunds} />}
      {bill.receipts.length > 0 && <Receipts receipts={bill.receipts} />}
    </Page>
  )
}

/** Whose bill it is, unless it is one's own. */
function useWhose(personId: string): string | undefined {
  const self = useSelf()
  const family = useFamily()
  const member = family.data?.members.find((one) => one.personId === personId)
  return !member || member.kind === 'self' || self.data?.person?.personId === personId ? undefined : member.name
}

function PayAct({ bill, parts, channel, waits }: { bill: Bill; parts: readonly NewPart[]; channel: PhoneChannel; waits: boolean }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const pay = usePay(bill, parts, channel)
  const how = useHow(bill, parts)
  const open = bill.payments.find(isOpen)
  if (open && open.state === 'unknown') {
    return (
      <>
        <p className="billing-way small">{t('pay.unknown-here')}</p>
        <Button kind="primary" block href={paymentHref(open)}>{t('pay.see')}</Button>
      </>
    )
  }
  return (
    <>
      {pay.isError && <Alert tone="danger" title={pay.error.title}>{t('pay.nothing-taken')}</Alert>}
      <p className="billing-way small muted">{how.how}</p>
      <Button kind="primary" block busy={pay.isPending} disabled={waits} onPress={() => pay.mutate()} className="billing-pay">
        {how.act ?? t(open ? 'pay.go-on' : 'pay.now', { amount: format.money(bill.dueCents) })}
      </Button>
    </>
  )
}

/** What pressing will do, in words: which part comes from where, and when. */
function useHow(bill: Bill, parts: readonly NewPart[]): { how: string; act?: string } {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const credit = parts.find((part) => part.purse === 'credit')?.cents ?? 0
  const balance = parts.find((part) => part.purse === 'prepaid')?.cents ?? 0
  const amount = format.money(bill.dueCents)
  const rest = bill.dueCents - credit - balance
  if (bill.dueCents === 0) return { how: t('pay.free-how'), act: t('pay.free') }
  if (credit > 0) {
    const now = bill.dueCents - credit
    return now === 0 ? { how: t('credit.how-all'), act: t('credit.pay-all', { amount }) } : { how: t('credit.how-rest', { credit: format.money(credit), rest: format.money(now) }), act: t('pay.now', { amount: format.money(now) }) }
  }
  if (balance > 0) return rest === 0 ? { how: t('balance.how-all'), act: t('balance.pay-all', { amount }) } : { how: t('balance.how-rest', { balance: format.money(balance), rest: format.money(rest) }) }
  return { how: t('pay.how') }
}
