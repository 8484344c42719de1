import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Select, TextField, useFormat } from '#ui/index.ts'
import type { QueueNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { LineActs } from './zone-data.ts'

/** A whole line: no new numbers from now on, or everybody over into another line. */
export function LineSettings({ queue, others, acts }: { queue: QueueNow; others: readonly QueueNow[]; acts: LineActs }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const format = useFormat()
  const [reason, setReason] = useState('')
  const [into, setInto] = useState(String(others[0]?.queueId ?? ''))
  const why = reason.trim() || t('line-sheet.usual')
  const { queueId, closedUntil } = queue
  return (
    <fieldset className="stack arrival-line-settings">
      <legend>{t('line-sheet.title', { name: names.of(queue) })}</legend>
      {closedUntil && <Alert tone="warning">{t('line-sheet.closed', { time: format.time(closedUntil), reason: queue.closedReason })}</Alert>}
      <TextField label={t('line-sheet.reason')} hint={t('line-sheet.reason-hint')} value={reason} onChange={setReason} maxLength={30} placeholder={t('line-sheet.usual')} />
      <div className="buttons">
        {closedUntil
          ? <Button busy={acts.taking.isPending} onPress={() => acts.taking.mutate({ queueId, taking: true })}>{t('line-sheet.open')}</Button>
          : <Button busy={acts.taking.isPending} onPress={() => acts.taking.mutate({ queueId, taking: false, reason: why })}>{t('line-sheet.close')}</Button>}
      </div>
      {others.length > 0 && (
        <div className="buttons">
          <Select label={t('line-sheet.into')} value={into} onChange={setInto} options={others.map((one) => ({ value: String(one.queueId), label: names.of(one) }))} />
          <Button busy={acts.merge.isPending} onPress={() => acts.merge.mutate({ queueId, intoQueueId: Number(into), reason: why })}>{t('line-sheet.merge')}</Button>
        </div>
      )}
      {acts.merge.data && <Alert tone="success">{t('line-sheet.merged', { count: acts.merge.data.moved })}</Alert>}
      {acts.merge.error && <Alert tone="warning">{acts.merge.error.title || t('offline')}</Alert>}
    </fieldset>
  )
}
