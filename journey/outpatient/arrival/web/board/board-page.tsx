import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Board, RoomBand, useFormat } from '#ui/index.ts'
import type { BoardPage, BoardPoint } from '../../contract.ts'
import { useNames } from '../names.ts'
import { FitScreen } from './fit-screen.tsx'
import { arrangeRooms } from './room-order.ts'
import { useBoard, usePageTurn } from './use-board.ts'
import { useVoice } from './use-voice.ts'
import './board.css'

/** What hangs in the waiting hall. It hears of a call within a moment, says it twice, and says so when it hears nothing. */
export function Component() {
  const { t } = useTranslation('arrival')
  const { institutionId = '', zoneId = '' } = useParams()
  const voice = useVoice()
  const { board, problem, cutSince, serverNow } = useBoard(institutionId, zoneId, voice.say)
  if (!board) return <FitScreen><Waiting isMissing={problem?.status === 404} /></FitScreen>
  return (
    <FitScreen>
      <Shown board={board} cutSince={cutSince} serverNow={serverNow} voice={voice.isBlocked ? <button type="button" className="arrival-voice" onClick={voice.allow}>{t('board.voice-allow')}</button> : t('board.voice-on')} />
    </FitScreen>
  )
}

function Shown({ board, cutSince, serverNow, voice }: { board: BoardPage; cutSince: number | null; serverNow: number; voice: React.ReactNode }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const { calling, pages } = arrangeRooms(board.points, serverNow)
  const page = usePageTurn(pages.length, calling !== null)
  const rooms = pages[page] ?? []
  const zone = pages.length > 1 ? `${page + 1} / ${pages.length}` : names.of({ name: board.institutionName, nameEn: board.institutionNameEn })
  const foot = cutSince === null ? t('board.foot') : <b className="arrival-cut" role="status">{t('board.cut', { time: format.time(cutSince) })}</b>
  return (
    <Board title={names.of({ name: board.zoneName, nameEn: board.zoneNameEn })} zone={zone} foot={foot} voice={voice} calling={calling !== null} rooms={rooms.length}>
      {rooms.length === 0 && <RoomBand room="—" doctor="" state="closed" message={t('board.nobody')} detail={t('board.nobody-note')} />}
      {rooms.map((point) => <Room key={point.pointId} point={point} isCalling={point.pointId === calling} />)}
    </Board>
  )
}

function Room({ point, isCalling }: { point: BoardPoint; isCalling: boolean }) {
  const { t, i18n } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  // English titles are long, and a name is enough to find the door.
  const doctor = i18n.language === 'en' && point.staffedLabelEn ? point.staffedLabelEn : [point.staffedLabel, point.staffedRole && t(`role.${point.staffedRole}`)].filter(Boolean).join(' ')
  const room = names.room(point.name)
  if (point.state === 'late' && point.lateUntil) {
    const message = t(point.lateReason ? 'board.late' : 'board.late-plain', { reason: point.lateReason, time: format.time(point.lateUntil) })
    return <RoomBand room={room} doctor={doctor} state="late" message={message} detail={t('board.late-note', { count: point.waitingCount })} />
  }
  if (point.state === 'closed' || point.state === 'paused') {
    return <RoomBand room={room} doctor={doctor} state="closed" message={t(`board.${point.state}`)} detail={point.waitingCount > 0 ? t('board.closed-note', { count: point.waitingCount }) : undefined} />
  }
  const range = point.range && format.minuteRange(point.range.fromMinutes, point.range.toMinutes)
  const waiting = range ? t('board.waiting-range', { count: point.waitingCount, range }) : t('board.waiting', { count: point.waitingCount })
  const next = { label: isCalling ? t('board.next') : waiting, lines: point.next.map((one) => `${one.label} ${one.displayName}`) }
  return (
    <RoomBand
      room={room} doctor={doctor} state={isCalling ? 'calling' : point.current ? 'consulting' : 'waiting'} number={point.current?.label ?? '—'} name={point.current?.displayName}
      says={point.state === 'calling' ? t('board.come-in') : point.state === 'serving' ? t('board.inside') : t('board.free')}
      next={point.waitingCount > 0 ? next : undefined}
    />
  )
}

function Waiting({ isMissing }: { isMissing: boolean }) {
  const { t } = useTranslation('arrival')
  return (
    <Board title={t(isMissing ? 'board.missing' : 'board.opening')} foot={t('board.foot')} calling={false} rooms={1}>
      <RoomBand room="—" doctor="" state="closed" message={t(isMissing ? 'board.missing' : 'board.opening')} detail={t(isMissing ? 'board.missing-note' : 'board.opening-note')} />
    </Board>
  )
}
