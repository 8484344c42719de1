import type { TFunction } from 'i18next'
import type { Order } from '../contract.ts'

/** An order in one line: for a drug how much, how often, how long; then how many, then what else was said. */
export function howToTake(order: Pick<Order, 'kind' | 'dose' | 'frequency' | 'days' | 'quantity' | 'unit' | 'instructions'>, t: TFunction<'consulting'>): string {
  const drug = order.kind === 'drug' ? [order.dose, order.frequency && t(`frequency.${order.frequency}`), order.days > 0 && t('orders.days-count', { count: order.days })] : []
  return [...drug, t('record.quantity', { count: order.quantity, unit: t(`unit.${order.unit}`, { defaultValue: order.unit }) }), order.instructions].filter(Boolean).join(' · ')
}
