import {
  addDays, addPeriods, addSession, addTemplate, changeUnits, endTemplate, generateFrom, handOverSession, keepForWaiters, moveSession, putException, removeException, shapeSession,
} from '#engines/capacity/index.ts'
import { followSession, letGoOfHolds } from '#journey/previsit/booking/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import { CannotApply, PreviewOutdated } from '../errors.ts'
import type { AnyEdit, DraftPeriod, DraftSession, Surroundings } from '../plan/draft.ts'
import { instantOf } from '../plan/read-facts.ts'
import { type SessionStep, type Steps, unitsOf } from '../plan/steps.ts'

interface Work {
  readonly tx: Tx
  readonly context: Context
  readonly institutionId: number
  readonly around: Surroundings
  readonly reason: string
  /** The numbers that what is new got, by the plan's own. */
  readonly ids: Map<number, number>
}

export interface CarriedOut {
  /** The numbers of what is new, by the plan's own. */
  readonly ids: ReadonlyMap<number, number>
  /** New units that everybody could have had and that go first to those who wait. */
  readonly unitsForWaiters: readonly number[]
}

/** Does what the steps say, behind the locks under which they were made. */
export async function carryOut(tx: Tx, context: Context, institutionId: number, steps: Steps, around: Surroundings, reason: string): Promise<CarriedOut> {
  const work: Work = { tx, context, institutionId, around, reason, ids: new Map() }
  try {
    await writeTemplates(work, steps)
    for (const step of steps.sessions.filter((each) => each.isClosed)) await shape(work, step)
    for (const step of steps.sessions.filter((each) => !each.isClosed)) await changeSession(work, step)
    await changeUnits(tx, context, institutionId, steps.sessions.flatMap((step) => step.units), reason)
    await addSessions(work, steps)
  } catch (error) {
    if (violates(error, 'session_resource_in_one_place')) throw new CannotApply({ reason: 'doctor-busy' })
    throw error
  }
  for (const step of steps.sessions) {
    if (!step.isClosed && (step.isMoved || step.isHandedOver || step.was.room !== step.to.room)) await followSession(tx, context, { institutionId, sessionId: step.was.id, day: step.was.day }, reason)
  }
  return { ids: work.ids, unitsForWaiters: await keepForWaiters(tx, context, institutionId, withNewUnits(work, steps)) }
}

/** Sessions of their own that were added, and those that got more units; those of a pattern open with their pattern. */
function withNewUnits({ ids }: Work, steps: Steps): number[] {
  const added = steps.sessionsAdded.filter((each) => each.templateId === null).map((each) => ids.get(each.id)!)
  const more = steps.sessions.filter((step) => !step.isClosed && (step.periodsAdded.length > 0 || step.units.some((unit) => unit.delta > 0))).map((step) => step.was.id)
  return [...added, ...more].sort((a, b) => a - b)
}

async function writeTemplates({ tx, institutionId, reason, ids }: Work, steps: Steps): Promise<void> {
  for (const template of steps.templatesEnded) await endTemplate(tx, institutionId, template.id, template)
  for (const template of steps.templatesAdded) {
    const follows = template.followsId === null ? null : (ids.get(template.followsId) ?? template.followsId)
    ids.set(template.id, await addTemplate(tx, institutionId, template, follows))
  }
  for (const { templateId, day } of steps.exceptionsRemoved) await removeException(tx, institutionId, templateId, day)
  for (const { templateId, day, from, to, room, reason: own } of steps.exceptionsPut) {
    const hours = from !== null && to !== null ? { from, to } : null
    await putException(tx, institutionId, { templateId: ids.get(templateId) ?? templateId, day, hours, room, reason: own || reason })
  }
}

async function changeSession(work: Work, step: SessionStep): Promise<void> {
  const { tx, context, institutionId, reason } = work
  const { was, to } = step
  if (step.isMoved || step.isHandedOver) await letGoOfHolds(tx, context, { institutionId, sessionId: was.id, day: was.day }, 'session-moved')
  if (step.isMoved) {
    const outcome = await moveSession(tx, institutionId, was.id, { startsAt: instantOf(to.day, to.start), half: to.half, room: to.room, templateId: templateId(work, to) })
    if (outcome !== 'ok') throw new CannotApply({ reason: outcome === 'resource-busy' ? 'doctor-busy' : 'holder-busy', sessionId: was.id })
  }
  if (step.isHandedOver) {
    const outcome = await handOverSession(tx, institutionId, was.id, { serviceId: to.serviceId, resourceId: to.resourceId })
    if (outcome !== 'ok') throw new CannotApply({ reason: outcome === 'resource-busy' ? 'doctor-busy' : 'holder-busy', sessionId: was.id })
  }
  if (step.isShaped) await shape(work, step)
  await addAll(work, was.id, to.day, step.periodsAdded, reason)
}

function templateId({ ids }: Work, session: DraftSession): number | null {
  return session.templateId === null ? null : (ids.get(session.templateId) ?? session.templateId)
}

async function shape(work: Work, { to }: SessionStep): Promise<void> {
  await shapeSession(work.tx, work.institutionId, {
    sessionId: to.id, half: to.half, startsAt: instantOf(to.day, to.start), endsAt: instantOf(to.day, to.end), room: to.room, templateId: templateId(work, to), status: to.status,
  })
}

/** Periods with the same units are added together. */
async function addAll({ tx, context, institutionId }: Work, sessionId: number, day: string, periods: readonly DraftPeriod[], reason: string): Promise<void> {
  const alike = Map.groupBy(periods, (period) => JSON.stringify(unitsOf(period)))
  for (const group of alike.values()) {
    await addPeriods(tx, context, institutionId, {
      sessionId, pools: unitsOf(group[0]!), reason, periods: group.map((period) => ({ startsAt: instantOf(day, period.start), endsAt: instantOf(day, period.end) })),
    })
  }
}

async function addSessions(work: Work, steps: Steps): Promise<void> {
  const { tx, institutionId, ids, reason } = work
  for (const session of steps.sessionsAdded.filter((each) => each.templateId === null)) {
    const id = await addSession(tx, institutionId, {
      serviceId: session.serviceId, resourceId: session.resourceId, half: session.half, room: session.room,
      startsAt: instantOf(session.day, session.start), endsAt: instantOf(session.day, session.end),
    })
    ids.set(session.id, id)
    await addAll(work, id, session.day, session.periods, reason)
  }
  await generateNew(work, steps.sessionsAdded.filter((each) => each.templateId !== null))
}

/** Sessions of patterns are made as the nightly work makes them, for exactly the days of the plan. */
async function generateNew(work: Work, sessions: readonly DraftSession[]): Promise<void> {
  const { tx, institutionId, around, ids } = work
  if (sessions.length === 0) return
  const tomorrow = addDays(around.today, 1)
  const fresh = [...new Set(sessions.map((each) => each.templateId!))].filter((id) => id < 0).map((id) => ids.get(id)!)
  let made = 0
  if (fresh.length > 0) made += (await generateFrom(tx, institutionId, fresh, tomorrow, around.calendar.size - 1)).sessions
  for (const session of sessions.filter((each) => each.templateId! > 0)) made += (await generateFrom(tx, institutionId, [session.templateId!], session.day, 1)).sessions
  if (made !== sessions.length) throw new PreviewOutdated({ expected: sessions.length, made })
}

/** Edits that name what did not exist yet get its number. */
export function withIds(edits: readonly AnyEdit[], ids: ReadonlyMap<number, number>): AnyEdit[] {
  return edits.map((edit) => ({
    ...edit,
    ...('templateId' in edit ? { templateId: ids.get(edit.templateId) ?? edit.templateId } : {}),
    ...(edit.kind === 'template-restore' ? { sessions: withIds(edit.sessions, ids) as typeof edit.sessions } : {}),
    ...('sessionId' in edit ? { sessionId: ids.get(edit.sessionId) ?? edit.sessionId } : {}),
  }))
}
