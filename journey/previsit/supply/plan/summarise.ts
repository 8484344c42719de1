import type { PoolCode } from '#engines/capacity/index.ts'
import type { Plan, PlanProblem, PoolEffect, SessionAction, SessionEffect } from '../contract.ts'
import { clockOf, type DraftSession, type Planning, takenIn, unitsIn } from './draft.ts'
import { fingerprint, type SessionStep, type Steps, unitsOf } from './steps.ts'

export interface Words {
  readonly services: ReadonlyMap<number, { readonly name: string; readonly nameEn: string }>
  readonly practitioners: ReadonlyMap<number, { readonly name: string; readonly nameEn: string }>
  readonly people: ReadonlyMap<string, string>
  /** How many are booked in a session. */
  readonly booked: ReadonlyMap<number, number>
}

/** The plan in words and counts, for whoever decides. */
export function summarise(planning: Planning, steps: Steps, words: Words, unpublished: string[]): Plan {
  const { around } = planning
  const shown = steps.sessions.filter((step) => actionOf(planning, step) !== undefined)
  const sessions = [...steps.sessionsAdded.map((each) => added(each, words)), ...shown.map((step) => changed(planning, step, words))]
    .sort((a, b) => a.day.localeCompare(b.day) || a.from.localeCompare(b.from) || a.serviceId - b.serviceId)
  const count = (action: SessionAction) => sessions.filter((each) => each.action === action).length
  const pools = poolEffects(planning, steps)
  const told = steps.sessions.filter((step) => step.isMoved || step.isHandedOver || step.was.room !== step.to.room)
  return {
    seen: fingerprint(planning, steps),
    counts: {
      appear: count('appears'), change: count('changes'), vanish: count('vanishes'), stay: count('stays'), move: count('moves'), handOver: count('handed-over'), reopen: count('reopens'),
      unitsAdded: total(pools, 'added'), unitsWithdrawn: total(pools, 'withdrawn'), unitsKept: total(pools, 'kept'),
      peopleTold: told.reduce((all, { was }) => all + (words.booked.get(was.id) ?? 0), 0), peopleStaying: planning.peopleStaying,
    },
    sessions, pools, problems: problems(planning, words), until: around.until, unpublishedYears: unpublished,
  }
}

const total = (pools: readonly PoolEffect[], key: 'added' | 'withdrawn' | 'kept') => pools.reduce((all, pool) => all + pool[key], 0)

/** What happened to a session, in one word; undefined where only its pattern has a new number. */
function actionOf(planning: Planning, step: SessionStep): SessionAction | undefined {
  const { was, to } = step
  if (step.isClosed) return 'vanishes'
  if (was.status === 'closed' && to.status === 'open') return 'reopens'
  if (planning.staying.has(to.id)) return 'stays'
  if (step.isMoved) return 'moves'
  if (step.isHandedOver) return 'handed-over'
  const isOnlyNumber = step.periodsAdded.length === 0 && step.units.length === 0 && was.start === to.start && was.end === to.end && was.half === to.half && was.room === to.room
  return isOnlyNumber ? undefined : 'changes'
}

function line(session: DraftSession, words: Words) {
  const service = words.services.get(session.serviceId)
  const doctor = session.resourceId === null ? undefined : words.practitioners.get(session.resourceId)
  return {
    sessionId: session.id < 0 ? null : session.id, day: session.day, half: session.half, from: clockOf(session.start), to: clockOf(session.end), room: session.room,
    serviceId: session.serviceId, serviceName: service?.name ?? '', serviceNameEn: service?.nameEn ?? '', practitionerName: doctor?.name ?? null, practitionerNameEn: doctor?.nameEn ?? null,
  }
}

function added(session: DraftSession, words: Words): SessionEffect {
  return { ...line(session, words), action: 'appears', before: null, unitsAdded: unitsIn(session), unitsWithdrawn: 0, taken: 0 }
}

function changed(planning: Planning, step: SessionStep, words: Words): SessionEffect {
  const { was, to, units, periodsAdded } = step
  const up = units.filter(({ delta }) => delta > 0).reduce((all, { delta }) => all + delta, 0) + unitsIn({ ...to, periods: [...periodsAdded] })
  const down = units.filter(({ delta }) => delta < 0).reduce((all, { delta }) => all - delta, 0)
  const isElsewhere = was.day !== to.day || was.start !== to.start || was.end !== to.end || was.room !== to.room || was.resourceId !== to.resourceId
  const doctor = was.resourceId === null ? undefined : words.practitioners.get(was.resourceId)
  const action = actionOf(planning, step)!
  return {
    ...line(to, words), action,
    before: isElsewhere ? { day: was.day, from: clockOf(was.start), to: clockOf(was.end), room: was.room, practitionerName: doctor?.name ?? null } : null,
    unitsAdded: action === 'reopens' ? up + unitsIn(was) : up,
    // The units of a session that goes are its own: they come back with it.
    unitsWithdrawn: action === 'vanishes' ? down + unitsIn(was) : down,
    taken: takenIn(was),
  }
}

function poolEffects({ kept }: Planning, steps: Steps): PoolEffect[] {
  const effects = new Map<PoolCode, { added: number; withdrawn: number }>()
  const note = (pool: PoolCode, delta: number): void => {
    const effect = effects.get(pool) ?? { added: 0, withdrawn: 0 }
    if (delta > 0) effect.added += delta
    else effect.withdrawn -= delta
    effects.set(pool, effect)
  }
  const noteAll = (session: DraftSession, sign: 1 | -1): void => {
    for (const period of session.periods) for (const [pool, units] of Object.entries(unitsOf(period)) as [PoolCode, number][]) note(pool, sign * units)
  }
  for (const session of steps.sessionsAdded) noteAll(session, 1)
  for (const { was, to, units, periodsAdded, isClosed } of steps.sessions) {
    for (const { pool, delta } of units) note(pool, delta)
    noteAll({ ...to, periods: [...periodsAdded] }, 1)
    if (isClosed) noteAll(was, -1)
    if (was.status === 'closed' && to.status === 'open') noteAll(was, 1)
  }
  const codes = new Set([...effects.keys(), ...kept.keys()])
  return [...codes].map((pool) => ({ pool, ...(effects.get(pool) ?? { added: 0, withdrawn: 0 }), kept: kept.get(pool) ?? 0 }))
    .filter(({ added: up, withdrawn, kept: stays }) => up + withdrawn + stays > 0)
}

function problems({ troubles, draft }: Planning, words: Words): PlanProblem[] {
  return troubles.map((trouble) => {
    const session = trouble.sessionId === undefined ? undefined : draft.sessions.get(trouble.sessionId)
    const service = trouble.code === 'doctor-busy-weekly' ? words.services.get(Number(trouble.with)) : session && words.services.get(session.serviceId)
    const where = session ? `${service?.name ?? ''} ${session.day} ${clockOf(session.start)}–${clockOf(session.end)}` : (service?.name ?? trouble.with ?? null)
    return {
      edit: trouble.edit, code: trouble.code, day: trouble.day ?? session?.day ?? null, with: where, sessionId: session && session.id > 0 ? session.id : null,
      personName: trouble.personId === undefined ? null : (words.people.get(trouble.personId) ?? null),
    }
  })
}
