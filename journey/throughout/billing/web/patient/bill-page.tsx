import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { VisitCredit } from '#journey/throughout/credit/web/patient/index.ts'
import { Alert, Bones, Button, Due, EmptyState, ErrorState, Page, Sep, useFormat } from '#ui/index.ts'
import type { Bill } from '../../contract.ts'
import { isOpen, receiptsHref, useBill, useFamily, useSelf } from './bill-data.ts'
import { BillItems } from './bill-items.tsx'
import { MoneyBack, Receipts } from './bill-after.tsx'
import { SplitCard } from './split-card.tsx'
import { paymentHref, usePay } from './use-pay.ts'
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
  return (
    <Page title={t('bill.title')} back="/bills" action={unpaid ? <PayAct bill={bill} /> : undefined}>
      <Due
        label={who === undefined ? t(unpaid ? 'bill.due-you' : 'bill.settled-you') : t(unpaid ? 'bill.due' : 'bill.settled', { who })} cents={unpaid ? bill.dueCents : net}
        note={<>{hospital}<Sep />{format.date(bill.openedAt)}<Sep />{t('bill.one-visit')}</>}
      />
      {bill.kind === 'visit' && <Suspense fallback={null}><VisitCredit institutionId={bill.institutionId} visitId={bill.id} personId={bill.personId} /></Suspense>}
      {bill.items.length === 0 && <EmptyState title={t('bill.empty')}>{t('bill.empty-body')}</EmptyState>}
      {bill.status === 'part-paid' && <Alert tone="info" icon="receipt" title={t('bill.more', { amount: format.money(net) })}>{t('bill.more-body')}</Alert>}
      {standing.length > 0 && <SplitCard bill={bill} />}
      {bill.items.length > 0 && <BillItems items={bill.items} />}
      {bill.refunds.length > 0 && <MoneyBack refunds={bill.refunds} />}
      {bill.receipts.length > 0 && <Receipts receipts={bill.receipts} />}
      {!unpaid && bill.receipts.length > 1 && <Button kind="soft" block icon="receipt" href={receiptsHref(bill)} target="_blank">{t('receipt.open-all')}</Button>}
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

function PayAct({ bill }: { bill: Bill }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const pay = usePay(bill)
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
      <p className="billing-way small muted">{bill.dueCents === 0 ? t('pay.free-how') : t('pay.how')}</p>
      <Button kind="primary" block busy={pay.isPending} onPress={() => pay.mutate()} className="billing-pay">
        {bill.dueCents === 0 ? t('pay.free') : open ? t('pay.go-on', { amount: format.money(bill.dueCents) }) : t('pay.now', { amount: format.money(bill.dueCents) })}
      </Button>
    </>
  )
}
