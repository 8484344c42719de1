import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, Bones, Button, Checkbox, EmptyState, Grid, Money, Pane, Segmented, Sep, Tag, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { Bill, BillSummary, ChargeItem, WindowPerson } from '../../contract.ts'
import { useQuote } from '../use-quote.ts'
import { whyItem } from '../why-item.ts'
import { AskRefundSheet } from './ask-refund-sheet.tsx'
import { RepayDebt } from './repay-sheet.tsx'
import { TopUpSheet } from './top-up-sheet.tsx'
import { WithdrawSheet } from './withdraw-sheet.tsx'

interface Props {
  readonly person: WindowPerson
  readonly bill: Bill | undefined
  readonly onBill: (bill: BillSummary) => void
  readonly onLeave: () => void
}

/** Who stands here, and the bill line by line, with what the insurer bears of each. */
export function BillPane({ person, bill, onBill, onLeave }: Props) {
  const { t } = useTranslation('billing')
  const bills = person.bills.slice(0, 4)
  const [toppingUp, setToppingUp] = useState(false)
  const [givingBack, setGivingBack] = useState(false)
  return (
    <Pane
      label={t('window.bill')}
      head={
        <>
          <div className="row row--between">
            <Avatar name={person.name.slice(-1)} tone="warm" size={44} />
            <div className="grow">
              <h2 className="billing-name">{person.name} <span className="small muted">{t(`sex.${person.sex}`)} {t('age', { count: person.age })}<Sep />{t(`insurance.${person.insuranceKind}`)}</span></h2>
            </div>
            <RepayDebt person={person} />
            <Button small icon="plus" onPress={() => setToppingUp(true)}>{t('top-up.title')}</Button>
            <Button small icon="undo" onPress={() => setGivingBack(true)}>{t('give-back.open')}</Button>
            <Button small onPress={onLeave}>{t('window.another')}</Button>
          </div>
          {bills.length > 1 && <Segmented label={t('bills.title')} value={bill?.id ?? ''} options={bills.map((one) => ({ value: one.id, label: one.title }))} onChange={(id) => { const one = bills.find((each) => each.id === id); if (one) onBill(one) }} />}
        </>
      }
      foot={<><Button icon="print" small disabled={!bill || bill.receipts.length === 0} href={bill && bill.receipts.length > 0 ? `/api/billing/bills/${bill.institutionId}/${bill.id}/receipt.pdf` : undefined} target="_blank">{t('receipt.open-all')}</Button><span className="grow" /><span className="small muted">{t('window.any-window')}</span></>}
    >
      {bills.length === 0 && <EmptyState title={t('window.no-bill')}>{t('window.no-bill-body')}</EmptyState>}
      {bills.length > 0 && !bill && <Bones cards={[4]} />}
      {bill && <Lines bill={bill} />}
      {toppingUp && <TopUpSheet person={person} onClose={() => setToppingUp(false)} />}
      {givingBack && <WithdrawSheet person={person} onClose={() => setGivingBack(false)} />}
    </Pane>
  )
}

function Lines({ bill }: { bill: Bill }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [asking, setAsking] = useState<ChargeItem>()
  const bare = (cents: number) => format.money(cents, { bare: true })
  const columns: Column<ChargeItem>[] = [
    { key: 'name', title: t('receipt.item'), rowHeader: true, cell: (item) => <ItemName item={item} insured={bill.insured} /> },
    { key: 'quantity', title: t('receipt.quantity'), numeric: true, cell: (item) => item.quantity },
    { key: 'unit', title: t('receipt.price'), numeric: true, cell: (item) => bare(item.unitCents) },
    { key: 'share', title: t('window.share'), numeric: true, cell: (item) => (item.insuranceShareBp > 0 ? bare(item.shares.fundCents + item.shares.accountCents) : t('window.uncovered')) },
    { key: 'total', title: t('receipt.total'), numeric: true, cell: (item) => bare(item.totalCents) },
    { key: 'state', title: t('window.state'), cell: (item) => <ItemState item={item} onRefund={() => setAsking(item)} refunding={bill.refunds.some((refund) => refund.itemName === item.name && refund.state === 'asked')} /> },
  ]
  const standing = bill.items.filter((item) => item.status !== 'cancelled')
  const quote = useQuote(bill)
  const net = bill.paidCents - bill.refundedCents
  return (
    <>
      <Grid caption={t('items.title')} columns={columns} rows={bill.items} rowKey={(item) => item.id} rowState={(item) => (item.status === 'cancelled' ? 'late' : undefined)} empty={t('bill.empty')} />
      <dl className="billing-sum">
        <dt>{t('why.total', { count: standing.length })}</dt><dd><b>{bare(bill.totalCents)}</b></dd>
        {payersOf(bill).map(([key, cents]) => <Fragment key={key}><dt className="muted">{t(`split.${key}`)}</dt><dd>{bare(-cents)}</dd></Fragment>)}
        {net !== 0 && <><dt className="muted">{t('window.paid-before')}</dt><dd>{bare(-net)}</dd></>}
        <dt><b>{t('why.due')}</b></dt><dd><b><Money cents={bill.dueCents} /></b></dd>
      </dl>
      {bill.insured && <p className="small muted billing-insurer" role="status">{quote.asking ? t('insurer.asking') : t(`insurer.${bill.insurer.state}`)}</p>}
      {quote.mayUseAccount && <Checkbox label={t('insurer.use-account')} checked={quote.isUsingAccount} onChange={quote.useAccount} />}
      {asking && <AskRefundSheet bill={bill} item={asking} onClose={() => setAsking(undefined)} />}
    </>
  )
}

/** The name; opened, why it costs this and who pays what of it, in the words the person sees on their phone. */
function ItemName({ item, insured }: { item: ChargeItem; insured: boolean }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  return <details className="billing-why"><summary>{item.name}</summary><p className="caption muted">{whyItem(item, t, format, insured).join(' ')}</p></details>
}

function payersOf({ insured, insurer }: Bill) {
  const all = [[insurer.state === 'settled' ? 'fund' : 'insurance', insurer.fundCents], ['account', insurer.accountCents], ['commercial', insurer.commercialCents], ['relief', insurer.reliefCents]] as const
  return all.filter(([key, cents]) => cents > 0 || (insured && (key === 'fund' || key === 'insurance')))
}

function ItemState({ item, onRefund, refunding }: { item: ChargeItem; onRefund: () => void; refunding: boolean }) {
  const { t } = useTranslation('billing')
  if (item.status === 'cancelled') return <Tag icon="x">{t('items.cancelled')}</Tag>
  if (item.status === 'due') return <Tag tone="now">{t('window.to-pay')}</Tag>
  return <span className="row"><Tag tone="success" icon="check">{t('items.paid')}</Tag>{refunding ? <Tag>{t('refund.asked')}</Tag> : item.selfCents > 0 && <Button small kind="quiet" onPress={onRefund} aria-label={t('refunds.ask-for', { name: item.name })}>{t('refunds.ask')}</Button>}</span>
}
