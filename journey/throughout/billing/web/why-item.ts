import type { TFunction } from 'i18next'
import type { ChargeItem } from '../contract.ts'

interface Format {
  money(cents: number): string
  date(day: string): string
}

/** Why an item costs this and who pays what of it, in a few plain sentences. */
export function whyItem(item: ChargeItem, t: TFunction<'billing'>, format: Format, insured: boolean): string[] {
  const { shares } = item
  const price = item.priceValidFrom
    ? t('item-why.price-since', { quantity: item.quantity, price: format.money(item.unitCents), day: format.date(item.priceValidFrom) })
    : t('item-why.price', { quantity: item.quantity, price: format.money(item.unitCents) })
  if (!insured || item.insuranceShareBp === 0) return [price, t(insured ? 'item-why.not-covered' : 'item-why.all-own')]
  if (shares.state === 'estimate') return [price, t('item-why.estimate', { percent: item.insuranceShareBp / 100, insurance: format.money(item.insuranceCents), self: format.money(item.selfCents) })]
  const told = ([
    ['over', shares.overCents, { ceiling: format.money(shares.ceilingCents ?? 0) }], ['own', shares.ownPayCents, {}], ['first', shares.firstCents, {}],
  ] as const).filter(([, cents]) => cents > 0).map(([key, cents, more]) => t(`item-why.${key}`, { cents: format.money(cents), ...more }))
  const payers = ([['fund', shares.fundCents], ['account', shares.accountCents], ['commercial', shares.commercialCents], ['relief', shares.reliefCents]] as const)
    .filter(([, cents]) => cents > 0).map(([key, cents]) => t(`item-why.${key}`, { cents: format.money(cents) }))
  return [price, ...told, [...payers, t('item-why.self', { cents: format.money(item.selfCents) })].join(t('item-why.comma')) + t('item-why.stop')]
}
