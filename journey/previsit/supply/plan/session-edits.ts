import type { PoolCode } from '#engines/capacity/index.ts'
import type { Edit, Units } from '../contract.ts'
import { type ClinicFacts, clockOf, type DraftSession, exceptionKey, isStarted, minuteOf, type Planning, poolsWith, gridOf, Refused, takenIn, worksOn } from './draft.ts'
import { asItIs, changeUnitsOf, exactly, reshape, vanish } from './reshape.ts'
import { snapshotOf } from './restore.ts'
import { checkBody } from './template-edits.ts'

type Of<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>

export function sessionAdd(planning: Planning, edit: Of<'session-add'>): void {
  const clinic = planning.around.clinics.get(edit.serviceId)
  if (!clinic?.active) throw new Refused({ code: 'no-such-clinic' })
  checkBody(planning, edit)
  const start = minuteOf(edit.from)
  checkAhead(planning, edit.day, start)
  const id = planning.nextId--
  planning.draft.sessions.set(id, {
    id, serviceId: edit.serviceId, resourceId: whoSits(planning, clinic, edit.practitionerId), day: edit.day, half: edit.half, start, end: minuteOf(edit.to), room: edit.room,
    status: 'open', templateId: null, hasArrived: false,
    periods: gridOf(start, minuteOf(edit.to), edit.periodMinutes).map((slot) => ({ id: planning.nextId--, ...slot, pools: poolsWith(edit.pools) })),
  })
  planning.takeBack.push({ kind: 'session-close', sessionId: id })
}

/** A doctor's own clinic is theirs; in any other sits whoever is named, or whoever is on duty. */
function whoSits({ around }: Planning, clinic: ClinicFacts, named: number | undefined): number | null {
  if (named === undefined || named === clinic.practitionerId) return clinic.practitionerId
  if (clinic.practitionerId !== null || !around.doctors.has(named)) throw new Refused({ code: 'no-such-doctor' })
  return named
}

/** The session goes to another time with everybody in it. Its pattern lets it go: it does not come back on the day it left. */
export function sessionMove(planning: Planning, edit: Of<'session-move'>): void {
  const session = openSession(planning, edit.sessionId)
  if (session.hasArrived) throw new Refused({ code: 'people-arrived', sessionId: session.id })
  const start = minuteOf(edit.from)
  checkAhead(planning, edit.day, start)
  const by = start - session.start
  const room = edit.room ?? session.room
  if (session.end + by > 1440) throw new Refused({ code: 'ends-before-starts', day: edit.day })
  if (edit.day === session.day && by === 0 && room === session.room) throw new Refused({ code: 'nothing-changes', sessionId: session.id })
  planning.takeBack.push({ kind: 'session-move', sessionId: session.id, day: session.day, from: clockOf(session.start), half: session.half, room: session.room })
  if (edit.day !== session.day || by !== 0) letGo(planning, session)
  session.day = edit.day
  session.start += by
  session.end += by
  session.room = room
  session.half = edit.half ?? (start < 720 ? 'morning' : start < 1050 ? 'afternoon' : 'evening')
  for (const period of session.periods) {
    period.start += by
    period.end += by
  }
}

/** Other units, room, hours or length of periods for this one session; nobody who is booked loses anything. */
export function sessionChange(planning: Planning, edit: Of<'session-change'>): void {
  const session = findSession(planning, edit.sessionId)
  if (session.status !== 'open') throw new Refused({ code: 'suspended', sessionId: session.id })
  const grid = typicalMinutes(session)
  const typical = typicalUnits(session)
  const minutes = edit.periodMinutes ?? grid
  const [start, end] = [edit.from === undefined ? session.start : minuteOf(edit.from), edit.to === undefined ? session.end : minuteOf(edit.to)]
  const pools = { ...typical, ...edit.pools }
  checkBody(planning, { from: clockOf(start), to: clockOf(end), periodMinutes: minutes, pools })
  if (session.day === planning.around.today && end <= planning.around.nowMinute) throw new Refused({ code: 'past', sessionId: session.id })
  const before = snapshotOf(session)
  const had = JSON.stringify(before)
  session.room = edit.room ?? session.room
  if (edit.periodMinutes !== undefined || edit.from !== undefined || edit.to !== undefined) {
    reshape(planning, session, { start, end, minutes, pools, rule: edit.pools ? exactly(edit.pools) : asItIs })
  } else if (edit.pools) {
    const wanted = exactly(edit.pools)
    // A period without units is none: it was withdrawn, and stays so.
    changeUnitsOf(planning, session, (period, change) => { if (Object.values(period.pools).some((pool) => pool.units > 0)) wanted(period, change) })
  }
  if (JSON.stringify(snapshotOf(session)) === had) throw new Refused({ code: 'nothing-changes', sessionId: session.id })
  planning.takeBack.push(before)
}

export function sessionClose(planning: Planning, { sessionId }: Of<'session-close'>): void {
  const session = openSession(planning, sessionId)
  planning.takeBack.push(snapshotOf(session))
  vanish(planning, session)
  // Closed by hand, it does not come back by its pattern: the closed session itself stands in its place.
}

export function sessionHandOver(planning: Planning, { sessionId, serviceId }: Of<'session-hand-over'>): void {
  const session = openSession(planning, sessionId)
  const clinic = planning.around.clinics.get(serviceId)
  if (!clinic?.active) throw new Refused({ code: 'no-such-clinic' })
  if (serviceId === session.serviceId) throw new Refused({ code: 'nothing-changes', sessionId })
  if (session.hasArrived) throw new Refused({ code: 'people-arrived', sessionId })
  planning.takeBack.push({ kind: 'session-hand-over', sessionId, serviceId: session.serviceId })
  letGo(planning, session)
  session.serviceId = serviceId
  session.resourceId = clinic.practitionerId
}

/** A session that left its pattern's day or doctor is its own from then on; the pattern makes no other one in its place. */
function letGo({ draft, around }: Planning, session: DraftSession): void {
  const template = session.templateId === null ? undefined : draft.templates.get(session.templateId)
  if (template && worksOn(template, session.day, around)) {
    draft.exceptions.set(exceptionKey(template.id, session.day), { templateId: template.id, day: session.day, from: null, to: null, room: null, reason: '' })
  }
  session.templateId = null
}

function findSession({ draft }: Planning, id: number): DraftSession {
  const session = draft.sessions.get(id)
  if (!session) throw new Refused({ code: 'no-such-session' })
  return session
}

function openSession(planning: Planning, id: number): DraftSession {
  const session = findSession(planning, id)
  if (session.status === 'closed') throw new Refused({ code: 'no-such-session', sessionId: id })
  if (session.status === 'suspended') throw new Refused({ code: 'suspended', day: session.day, sessionId: id })
  if (isStarted(session, planning.around)) throw new Refused({ code: 'past', day: session.day, sessionId: id })
  return session
}

function checkAhead({ around }: Planning, day: string, start: number): void {
  if (day < around.today || (day === around.today && start <= around.nowMinute)) throw new Refused({ code: 'past', day })
}

function typicalMinutes(session: DraftSession): number {
  const lengths = session.periods.map((period) => period.end - period.start).sort((a, b) => a - b)
  return lengths[Math.floor(lengths.length / 2)] ?? 15
}

/** What a period of this session usually has. */
function typicalUnits(session: DraftSession): Units {
  const most: Units = {}
  for (const { pools } of session.periods) for (const [code, { units }] of Object.entries(pools) as [PoolCode, { units: number }][]) most[code] = Math.max(most[code] ?? 0, units)
  return takenIn(session) === 0 && Object.keys(most).length === 0 ? { public: 1 } : most
}
