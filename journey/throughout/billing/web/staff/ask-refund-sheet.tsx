import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Money, Sheet, TextField } from '#ui/index.ts'
import type { Bill, ChargeItem } from '../../contract.ts'
import { useAct } from './window-data.ts'

/** Asks for the money of one item; it moves only when somebody else has looked. */
export function AskRefundSheet({ bill, item, onClose }: { bill: Bill; item: ChargeItem; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const [reason, setReason] = useState('')
  const ask = useAct(() => api.post('/api/billing/window/refunds', { body: { billId: bill.id, itemId: item.id, reason } }))
  return (
    <Sheet title={t('refunds.ask-for', { name: item.name })} onClose={onClose}>
      <p><Money cents={item.selfCents} /> <span className="muted">{t('refunds.second-person')}</span></p>
      <TextField label={t('refunds.reason')} value={reason} onChange={setReason} maxLength={300} autoFocus />
      {ask.isError && <Alert tone="danger" title={ask.error.title} />}
      <div className="buttons">
        <Button kind="primary" disabled={reason.trim().length < 2} busy={ask.isPending} onPress={() => ask.mutate(undefined, { onSuccess: onClose })}>{t('refunds.send')}</Button>
        <Button onPress={onClose}>{t('refunds.keep')}</Button>
      </div>
    </Sheet>
  )
}
