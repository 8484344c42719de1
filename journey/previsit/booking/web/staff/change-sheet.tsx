import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Appointment, PoolCode } from '../../contract.ts'
import { Reasons } from '../reasons.tsx'
import './desk.css'
import { PickPeriod, type Picked } from './pick-period.tsx'

/** What is needed of an appointment to change it, from whichever list it was pressed. */
export interface Changing extends Pick<Appointment, 'institutionId' | 'id' | 'serviceId' | 'startsAt'> {
  readonly title: string
  readonly pools?: readonly PoolCode[] | undefined
}

/** Moving or cancelling for the person who called or stands here. The old time is kept until the new one is sure. */
export function ChangeSheet({ entry, onClose }: { entry: Changing; onClose: () => void }) {
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
    <Sheet title={`${entry.title} ${format.dayTime(entry.startsAt)}`} onClose={onClose}>
      <div className="stack">
        {isProblem(fault) && <Alert tone="warning" title={fault.title}><Reasons problem={fault} /></Alert>}
        <h3>{t('one.move')}</h3>
        <p className="small muted">{t('move.kept-note')}</p>
        <div className="desk-scroll"><PickPeriod institutionId={entry.institutionId} serviceId={entry.serviceId} day={undefined} pools={entry.pools} picked={picked} onPick={setPicked} /></div>
        <Button kind="primary" disabled={!picked} busy={move.isPending} onPress={() => { if (picked) move.mutate(picked) }}>{picked ? t('desk.move-to', { when: format.dayTime(picked.startsAt) }) : t('desk.choose')}</Button>
        <h3>{t('one.cancel')}</h3>
        <TextField label={t('desk.reason')} value={reason} onChange={setReason} maxLength={200} />
        <Button kind="danger-line" busy={cancel.isPending} onPress={() => cancel.mutate()}>{t('cancel.confirm')}</Button>
      </div>
    </Sheet>
  )
}
