import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, ListItem, Money, Pairs, Sheet, useFormat } from '#ui/index.ts'
import type { WindowRefund } from '../../contract.ts'
import { useAct } from './window-data.ts'

/** Money that waits for a person: to be looked at by a second one, or to be handed out. */
export function RefundTasks({ refunds }: { refunds: readonly WindowRefund[] }) {
  const { t } = useTranslation('billing')
  const [open, setOpen] = useState<string>()
  const refund = refunds.find((one) => one.id === open)
  return (
    <>
      <h2 className="billing-head">{t('refunds.title', { count: refunds.length })}</h2>
      <ul className="list">
        {refunds.map((one) => <ListItem key={one.id} icon="undo" title={one.nameMasked} note={t(`refunds.${stepOf(one)}`)} end={<Money cents={one.amountCents} />} onPress={() => setOpen(one.id)} />)}
      </ul>
      {refund && <RefundSheet refund={refund} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function stepOf(refund: WindowRefund): 'to-review' | 'waits' | 'to-pay-out' | 'refused-by-channel' {
  if (refund.state === 'failed') return 'refused-by-channel'
  if (refund.state === 'asked') return refund.askedByMe ? 'waits' : 'to-review'
  return 'to-pay-out'
}

function RefundSheet({ refund, onClose }: { refund: WindowRefund; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const act = useAct((what: 'approve' | 'refuse' | 'pay-out') => api.post(`/api/billing/window/refunds/${refund.id}/${what}`, { body: {} }))
  const press = (what: 'approve' | 'refuse' | 'pay-out') => act.mutate(what, { onSuccess: onClose })
  const step = stepOf(refund)
  return (
    <Sheet title={t(`refunds.${step}`)} onClose={onClose}>
      <Pairs pairs={[
        { label: t('verify.person'), value: refund.nameMasked }, { label: t('refunds.item'), value: refund.itemName ?? t(refund.cause === 'withdrawal' ? 'give-back.item' : 'refund.surplus') },
        { label: t('refunds.amount'), value: <Money cents={refund.amountCents} /> }, ...(refund.reason ? [{ label: t('refunds.reason'), value: refund.reason }] : []),
        { label: t('refunds.asked-at'), value: format.dayTime(refund.createdAt) },
      ]} />
      {step === 'waits' && <Alert>{t('refunds.second-person')}</Alert>}
      {step === 'refused-by-channel' && <Alert tone="warning">{t('refunds.by-hand')}</Alert>}
      {act.isError && <Alert tone="danger" title={act.error.title} />}
      <div className="buttons">
        {step === 'to-review' && <Button kind="primary" busy={act.isPending} onPress={() => press('approve')}>{t('refunds.approve', { amount: format.money(refund.amountCents) })}</Button>}
        {step === 'to-pay-out' && <Button kind="primary" icon="cash" busy={act.isPending} onPress={() => press('pay-out')}>{t('refunds.hand-out', { amount: format.money(refund.amountCents) })}</Button>}
        {refund.state === 'asked' && <Button busy={act.isPending} onPress={() => press('refuse')}>{t('refunds.refuse')}</Button>}
      </div>
    </Sheet>
  )
}
