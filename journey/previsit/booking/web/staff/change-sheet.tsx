import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Appointment, DayListEntry } from '../../contract.ts'
import { PickPeriod, type Picked } from './pick-period.tsx'

/** Moving or cancelling for the person who called or stands here. */
export function ChangeSheet({ entry, onClose }: { entry: DayListEntry; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const client = useQueryClient()
  const [picked, setPicked] = useState<Picked>()
  const [reason, setReason] = useState('')
  const path = `/api/booking/appointments/${entry.institutionId}/${entry.id}`
  const done = { onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }), onSuccess: onClose }
  const move = useMutation({ mutationFn: (to: Picked) => api.post<Appointment>(`${path}/move`, { body: { periodId: to.periodId, pool: to.pool } }), ...done })
  const cancel = useMutation({ mutationFn: () => api.post<Appointment>(`${path}/cancel`, { body: { reason } }), ...done })
  const fault = move.error ?? cancel.error
  return (
    <Sheet title={`${entry.person?.name ?? ''} ${format.dayTime(entry.startsAt)}`} onClose={onClose}>
      <div className="stack">
        {isProblem(fault) && <Alert tone="warning" title={fault.title} />}
        <h3>{t('one.move')}</h3>
        <PickPeriod institutionId={entry.institutionId} serviceId={entry.serviceId} day={entry.day} picked={picked} onPick={setPicked} />
        <Button kind="primary" disabled={!picked} busy={move.isPending} onPress={() => { if (picked) move.mutate(picked) }}>{picked ? t('desk.move-to', { when: format.dayTime(picked.startsAt) }) : t('desk.choose')}</Button>
        <h3>{t('one.cancel')}</h3>
        <TextField label={t('desk.reason')} value={reason} onChange={setReason} maxLength={200} />
        <Button kind="danger-line" busy={cancel.isPending} onPress={() => cancel.mutate()}>{t('cancel.confirm')}</Button>
      </div>
    </Sheet>
  )
}
