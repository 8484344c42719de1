import { useTranslation } from 'react-i18next'
import { Card, Explain, MoneySplit, useFormat } from '#ui/index.ts'
import type { Bill, ChargeItem } from '../../contract.ts'

/** Who pays what, and how that came about, line by line down to the last cent. */
export function SplitCard({ bill }: { bill: Bill }) {
  const { t } = useTranslation('billing')
  const parts = [
    ...(bill.insured ? [{ key: 'insurance', label: t('split.insurance'), cents: bill.insuranceCents }] : []),
    { key: 'self', label: t('split.self'), cents: bill.selfCents, own: true },
  ]
  return (
    <Card label={t('split.title')}>
      <MoneySplit parts={parts} estimate={bill.insured} />
      {bill.insured && <p className="small muted">{t('split.estimate')}</p>}
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
      reasons.push({ label: t('why.covered', { base: bare(sum(items, 'totalCents')), percent: share / 100 }), value: `−${bare(sum(items, 'insuranceCents'))}` })
    }
    if (uncovered.length > 0) reasons.push({ label: t('why.uncovered', { names: namesOf(uncovered, i18n.language === 'en') }), value: t('why.nothing-off') })
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

function sum(items: readonly ChargeItem[], what: 'totalCents' | 'insuranceCents'): number {
  return items.reduce((total, item) => total + item[what], 0)
}

function namesOf(items: readonly ChargeItem[], isEnglish: boolean): string {
  const [first] = items
  const name = (isEnglish && first?.nameEn) || first?.name || ''
  return items.length === 1 ? name : `${name}…`
}
