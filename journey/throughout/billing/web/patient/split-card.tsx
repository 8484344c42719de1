import { useTranslation } from 'react-i18next'
import { Card, Checkbox, Explain, MoneySplit, useFormat } from '#ui/index.ts'
import type { Bill, ChargeItem } from '../../contract.ts'
import type { Quote } from '../use-quote.ts'

/** Who pays what, whether the insurer has said so or it is an estimate, and how that came about, line by line down to the last cent. */
export function SplitCard({ bill, quote }: { bill: Bill; quote: Quote }) {
  const { t } = useTranslation('billing')
  const { insurer } = bill
  const isEstimate = insurer.state !== 'settled' && insurer.state !== 'none'
  const further = ([['account', insurer.accountCents], ['commercial', insurer.commercialCents], ['relief', insurer.reliefCents]] as const).filter(([, cents]) => cents > 0)
  const parts = [
    ...(bill.insured ? [{ key: 'insurance', label: isEstimate ? t('split.insurance') : t('split.fund'), cents: insurer.fundCents }] : []),
    ...further.map(([key, cents]) => ({ key, label: t(`split.${key}`), cents })),
    { key: 'self', label: t('split.self'), cents: bill.selfCents, own: true },
  ]
  return (
    <Card label={t('split.title')}>
      <MoneySplit parts={parts} estimate={isEstimate} />
      {bill.insured && <p className="small muted" role="status">{quote.asking ? t('insurer.asking') : t(`insurer.${insurer.state}`)}</p>}
      {quote.mayUseAccount && <Checkbox label={t('insurer.use-account')} checked={quote.isUsingAccount} onChange={quote.useAccount} />}
      <Explain question={t('why.question')} open lines={useReasons(bill)} />
    </Card>
  )
}

function useReasons(bill: Bill) {
  const { t, i18n } = useTranslation('billing')
  const format = useFormat()
  const bare = (cents: number) => format.money(cents, { bare: true })
  const standing = bill.items.filter((item) => item.status !== 'cancelled')
  const net = bill.paidCents - bill.refundedCents
  const uncovered = standing.filter((item) => item.insuranceShareBp === 0)
  const reasons: { label: string; value: string; strong?: boolean }[] = [{ label: t('why.total', { count: standing.length }), value: bare(bill.totalCents) }]
  if (bill.insured) {
    for (const [share, items] of byShare(standing)) {
      // What is above the insurer's ceiling is not what its share is taken of.
      const base = sum(items, (item) => item.totalCents - item.shares.overCents)
      reasons.push({ label: t('why.covered', { base: bare(base), percent: share / 100 }), value: `−${bare(sum(items, (item) => item.shares.fundCents))}` })
    }
    const over = sum(standing, (item) => item.shares.overCents)
    if (over > 0) reasons.push({ label: t('why.over', { cents: format.money(over) }), value: t('why.nothing-off') })
    if (uncovered.length > 0) reasons.push({ label: t('why.uncovered', { names: namesOf(uncovered, i18n.language === 'en') }), value: t('why.nothing-off') })
    for (const [key, cents] of [['account', bill.insurer.accountCents], ['commercial', bill.insurer.commercialCents], ['relief', bill.insurer.reliefCents]] as const) {
      if (cents > 0) reasons.push({ label: t(`why.${key}`), value: `−${bare(cents)}` })
    }
  } else reasons.push({ label: t('why.self-pay'), value: t('why.nothing-off') })
  reasons.push({ label: t('why.self'), value: bare(bill.selfCents), strong: true })
  if (net !== 0) reasons.push({ label: t('why.paid'), value: `−${bare(net)}` }, { label: t('why.due'), value: bare(bill.dueCents), strong: true })
  return reasons
}

function byShare(items: readonly ChargeItem[]): [number, ChargeItem[]][] {
  const shares = new Map<number, ChargeItem[]>()
  for (const item of items) if (item.insuranceShareBp > 0) shares.set(item.insuranceShareBp, [...(shares.get(item.insuranceShareBp) ?? []), item])
  return [...shares].toSorted(([a], [b]) => b - a)
}

function sum(items: readonly ChargeItem[], of: (item: ChargeItem) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

function namesOf(items: readonly ChargeItem[], isEnglish: boolean): string {
  const [first] = items
  const name = (isEnglish && first?.nameEn) || first?.name || ''
  return items.length === 1 ? name : `${name}…`
}
