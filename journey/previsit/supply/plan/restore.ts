import type { PoolCode } from '#engines/capacity/index.ts'
import type { Units } from '../contract.ts'
import { type DraftSession, isStarted, type Planning, Refused, type SessionRestore, takenOf } from './draft.ts'
import { changeUnitsOf, vanish } from './reshape.ts'

/** What a session is now, for whoever takes a change of it back. */
export function snapshotOf(session: DraftSession): SessionRestore {
  return {
    kind: 'session-restore', sessionId: session.id, status: session.status === 'closed' ? 'closed' : 'open', half: session.half, start: session.start, end: session.end, room: session.room,
    periods: session.periods.map(({ start, end, pools }) => ({ start, end, pools: Object.fromEntries(Object.entries(pools).map(([code, pool]) => [code, pool.units])) })),
  }
}

/** As it was before; units somebody took meanwhile are theirs. */
export function sessionRestore(planning: Planning, edit: SessionRestore): void {
  const session = planning.draft.sessions.get(edit.sessionId)
  if (!session) throw new Refused({ code: 'no-such-session' })
  if (session.status === 'suspended') throw new Refused({ code: 'suspended', sessionId: session.id })
  if (isStarted(session, planning.around)) throw new Refused({ code: 'past', sessionId: session.id })
  if (edit.status === 'closed') return vanish(planning, session)
  const standing = session.periods.filter((period) => takenOf(period) > 0)
  session.status = 'open'
  session.half = edit.half
  session.room = edit.room
  session.start = Math.min(edit.start, ...standing.map((period) => period.start))
  session.end = Math.max(edit.end, ...standing.map((period) => period.end))
  const wanted = new Map(edit.periods.map((each) => [`${each.start}-${each.end}`, each.pools]))
  changeUnitsOf(planning, session, (period, change) => {
    const pools: Units | undefined = wanted.get(`${period.start}-${period.end}`)
    for (const code of new Set([...Object.keys(period.pools), ...Object.keys(pools ?? {})]) as Set<PoolCode>) change(code, pools?.[code] ?? 0)
  })
}
