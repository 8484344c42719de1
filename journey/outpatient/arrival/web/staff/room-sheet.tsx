import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Segmented, Select, Sheet, TextField } from '#ui/index.ts'
import type { QueueNow, RoomNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import { LineSettings } from './line-settings.tsx'
import type { LineActs } from './zone-data.ts'

const STATES = ['open', 'paused', 'closed'] as const
const LATE_MINUTES = [10, 20, 30, 45, 60, 90]

/** A room opens, pauses, closes; or starts later, which boards and phones then say plainly. */
export function RoomSheet({ room, queues, asOf, acts, onClose }: { room: RoomNow; queues: readonly QueueNow[]; asOf: number; acts: LineActs; onClose: () => void }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const [minutes, setMinutes] = useState('20')
  const [reason, setReason] = useState(room.lateReason)
  const late = (until: string | null) => acts.late.mutate({ pointId: room.id, until, reason: until === null ? '' : reason.trim() }, { onSuccess: onClose })
  return (
    <Sheet title={names.room(room.name, room.nameEn)} onClose={onClose}>
      <div className="stack">
        <Segmented label={t('room-sheet.state')} value={room.state} onChange={(state) => acts.setState.mutate({ pointId: room.id, state: state as (typeof STATES)[number] })} options={STATES.map((value) => ({ value, label: t(`staff.${value}`) }))} />
        <Select label={t('room-sheet.late')} value={minutes} onChange={setMinutes} options={LATE_MINUTES.map((value) => ({ value: String(value), label: t('room-sheet.late-by', { minutes: value }) }))} />
        <TextField label={t('room-sheet.reason')} hint={t('room-sheet.reason-hint')} value={reason} onChange={setReason} maxLength={30} />
        <div className="buttons">
          <Button kind="primary" busy={acts.late.isPending} onPress={() => late(new Date(asOf + Number(minutes) * 60_000).toISOString())}>{t('room-sheet.say-late')}</Button>
          {room.lateUntil !== null && <Button onPress={() => late(null)}>{t('room-sheet.here-now')}</Button>}
        </div>
        {queues.filter((queue) => room.serves.includes(queue.queueId)).map((queue) => <LineSettings key={queue.queueId} queue={queue} others={queues.filter((one) => one.queueId !== queue.queueId)} acts={acts} />)}
      </div>
    </Sheet>
  )
}
