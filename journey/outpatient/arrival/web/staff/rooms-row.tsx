import { useTranslation } from 'react-i18next'
import { Tag, useFormat } from '#ui/index.ts'
import type { RoomNow } from '../../contract.ts'
import { useNames } from '../names.ts'

/** The rooms of the zone side by side: who is inside, how many wait, how long each takes. */
export function RoomsRow({ rooms, chosen, onChoose }: { rooms: RoomNow[]; chosen: number | undefined; onChoose: (id: number) => void }) {
  const { t } = useTranslation('arrival')
  return (
    <ul className="arrival-rooms" aria-label={t('staff.rooms')}>
      {rooms.map((room) => <li key={room.id}><RoomCard room={room} isChosen={room.id === chosen} onPress={() => onChoose(room.id)} /></li>)}
    </ul>
  )
}

function RoomCard({ room, isChosen, onPress }: { room: RoomNow; isChosen: boolean; onPress: () => void }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const format = useFormat()
  const { current } = room
  const isLate = room.lateUntil !== null && current === null
  return (
    <button type="button" className="arrival-room" aria-pressed={isChosen} onClick={onPress}>
      <span className="row row--between"><b>{names.room(room.name, room.nameEn)}</b><RoomTag room={room} isLate={isLate} /></span>
      <span className="small muted">{names.of({ name: room.staffedLabel, nameEn: room.staffedLabelEn }) || t('staff.nobody')}</span>
      <span className="row row--between arrival-room__who"><span className="fig">{current?.ticket.label ?? '—'}</span><span className="small">{current && (current.patient?.name ?? current.ticket.displayName)}</span></span>
      <span className="row row--between small muted"><span>{t('staff.waiting', { count: room.waitingCount })}</span><span>{room.usualSeconds !== null && t('staff.each', { minutes: (room.usualSeconds / 60).toFixed(1) })}</span></span>
      {isLate && <span className="small arrival-late">{t(room.lateReason ? 'staff.room-late' : 'staff.room-late-plain', { reason: room.lateReason, time: format.time(room.lateUntil!) })}</span>}
    </button>
  )
}

function RoomTag({ room, isLate }: { room: RoomNow; isLate: boolean }) {
  const { t } = useTranslation('arrival')
  if (room.current) return room.current.ticket.status === 'called' ? <Tag tone="now">{t('staff.calling')}</Tag> : <Tag tone="success">{t('staff.room-inside')}</Tag>
  if (isLate) return <Tag tone="warning">{t('staff.late')}</Tag>
  return <Tag>{t(`staff.${room.state}`)}</Tag>
}
