import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, IconButton, Kbd, Money, OrderRow, Pane, Tag, UndoBar, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { Desk, Order, OrderKind } from '../../contract.ts'
import { howToTake } from '../how-to-take.ts'
import { OrderSearch } from './order-search.tsx'
import { useVisitActs } from './visit-data.ts'

export const ORDER_ICONS: Record<OrderKind, IconName> = { examination: 'pulse', laboratory: 'flask', drug: 'pill', procedure: 'hand' }

/** What was ordered in this visit, what it costs, and the one field that orders more. */
export function OrdersPane({ desk, canWrite, children }: { desk: Desk; canWrite: boolean; children: React.ReactNode }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const [removed, setRemoved] = useState<Order>()
  const { cancelOrder, placeOrder } = useVisitActs(desk.visit.visitId)
  const { orders } = desk
  const total = orders.reduce((sum, order) => sum + order.totalCents, 0)
  const problem = cancelOrder.error ?? placeOrder.error
  const undo = (order: Order) => {
    setRemoved(undefined)
    const { code, quantity, dose, frequency, days, instructions, allergyReason } = order
    placeOrder.mutate({ code, quantity, dose, frequency, days, instructions, allergyReason })
  }
  return (
    <Pane
      label={t('orders.title')} paper
      head={<h2 className="consulting-pane-title">{t('orders.title')} <span className="muted">{orders.length === 0 ? t('orders.none') : t('orders.summary', { count: orders.length, money: format.money(total) })}</span>{canWrite && <Kbd>F4</Kbd>}</h2>}
    >
      {canWrite && <OrderSearch desk={desk} />}
      {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
      {orders.length === 0 ? <p className="small muted">{canWrite ? t('orders.empty-body') : t('orders.empty')}</p> : (
        <ul className="consulting-orders" aria-label={t('orders.title')}>
          {orders.map((order) => (
            <OrderRow
              key={order.id} icon={ORDER_ICONS[order.kind]} title={(i18n.language === 'en' && order.nameEn) || order.name} note={<>{howToTake(order, t)} <HowFar order={order} /></>} end={<Money cents={order.totalCents} />}
              actions={canWrite && order.state === 'ordered' ? <IconButton icon="x" label={t('orders.remove', { name: order.name })} onPress={() => cancelOrder.mutate(order.id, { onSuccess: () => setRemoved(order) })} /> : undefined}
            />
          ))}
        </ul>
      )}
      {children}
      {removed && <UndoBar key={removed.id} onUndo={() => undo(removed)} onGone={() => setRemoved(undefined)}>{t('orders.removed', { name: removed.name })}</UndoBar>}
    </Pane>
  )
}

/** What has become of it: carried out, or its result is there. */
function HowFar({ order }: { order: Order }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (order.resultAt) return <Tag tone="success" icon="check">{t('orders.result', { time: format.time(order.resultAt) })}</Tag>
  if (order.doneAt) return <Tag tone="info">{t(order.kind === 'laboratory' || order.kind === 'examination' ? 'orders.waits' : 'orders.carried-out', { time: format.time(order.doneAt) })}</Tag>
  return null
}
