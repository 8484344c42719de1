import { RoomBand } from '#ui/index.ts'
import type { ShownPoint } from '../../contract.ts'
import type { Words } from './words.ts'

/** One room as the hall sees it: who is called, who is inside, who comes next and about when; or why nothing moves. */
export function Room({ point, isBright, words }: { point: ShownPoint; isBright: boolean; words: Words }) {
  const { t } = words
  const doctor = words.doctor(point)
  const room = words.room(point)
  if (point.state === 'late' && point.lateUntil) {
    const message = t(point.lateReason ? 'board.late' : 'board.late-plain', { reason: point.lateReason, time: words.time(point.lateUntil) })
    return <RoomBand room={room} doctor={doctor} state="late" message={message} detail={t('board.late-note', { count: point.waitingCount })} />
  }
  if (point.state === 'closed' || point.state === 'paused') {
    return <RoomBand room={room} doctor={doctor} state="closed" message={t(`board.${point.state}`)} detail={point.waitingCount > 0 ? t('board.closed-note', { count: point.waitingCount }) : undefined} />
  }
  const range = point.range && words.range(point.range.fromMinutes, point.range.toMinutes)
  const waiting = range ? t('board.waiting-range', { count: point.waitingCount, range }) : t('board.waiting', { count: point.waitingCount })
  const lines = point.next.map((one) => `${one.label} ${one.displayName}`)
  const next = isBright ? { label: t('board.next'), lines, note: range ? waiting : undefined } : { label: waiting, lines }
  return (
    <RoomBand
      room={room} doctor={doctor} state={isBright ? 'calling' : point.current ? 'consulting' : 'waiting'} number={point.current?.label ?? '—'} name={point.current?.displayName}
      says={point.state === 'calling' ? t('board.come-in') : point.state === 'serving' ? t('board.inside') : t('board.free')}
      next={point.waitingCount > 0 ? next : undefined}
    />
  )
}
