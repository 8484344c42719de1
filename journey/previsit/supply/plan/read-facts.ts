import { sql } from 'kysely'
import {
  addDays, exceptionsOf, HORIZON_DAYS, periodsOfSessions, type PeriodUnits, poolsOf, type ScheduledSession, scheduledSessions, templatesWhere, workDays,
} from '#engines/capacity/index.ts'
import { standingInSession } from '#journey/previsit/booking/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type AnyEdit, type ClinicFacts, type Draft, type DraftSession, exceptionKey, type Surroundings } from './draft.ts'

/** Minutes since the beginning of a local day. */
export const minuteAt = (at: Date, day: string): number => Math.round((at.getTime() - Date.parse(`${day}T00:00:00+08:00`)) / 60_000)
/** The instant of a minute of a local day. */
export const instantOf = (day: string, minute: number): Date => new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * 60_000)

export async function readSurroundings(tx: Tx, context: Context, institutionId: number): Promise<Surroundings> {
  const today = localDay(context.now)
  const { rows } = await sql<ClinicFacts>`select id, practitioner_id as "practitionerId", department_id as "departmentId", name, active
    from directory.service where institution_id = ${institutionId}`.execute(tx)
  const { rows: doctors } = await sql<{ id: number }>`select id from directory.practitioner where institution_id = ${institutionId} and active`.execute(tx)
  const pools = await poolsOf(tx, institutionId)
  const calendar = new Map(workDays(today, HORIZON_DAYS).map(({ day, weekday }) => [day, weekday]))
  return {
    today, nowMinute: minuteAt(context.now, today), calendar, until: addDays(today, HORIZON_DAYS - 1),
    clinics: new Map(rows.map((row) => [row.id, row])), doctors: new Set(doctors.map((row) => row.id)), pools: new Set(pools.map((pool) => pool.code)),
  }
}

/** Which sessions these edits may change; and whose other sessions may be in the way. */
export interface Scope {
  readonly templateIds: number[]
  readonly sessionIds: number[]
  readonly resourceIds: number[]
}

export async function scopeOf(tx: Tx, institutionId: number, edits: readonly AnyEdit[], around: Surroundings): Promise<Scope> {
  const asked = new Set(edits.flatMap((edit) => ('templateId' in edit ? [edit.templateId] : [])))
  const askedSessions = [...new Set(edits.flatMap((edit) => ('sessionId' in edit ? [edit.sessionId] : edit.kind === 'template-restore' ? edit.sessions.map((each) => each.sessionId) : [])))]
  const services = [...new Set(edits.flatMap((edit) => ('serviceId' in edit ? [edit.serviceId] : [])))]
  const named = await scheduledSessions(tx, institutionId, { ids: askedSessions, from: around.today })
  for (const session of named) if (session.templateId !== null) asked.add(session.templateId)
  const templates = await templatesWhere(tx, institutionId, { ids: [...asked] })
  const resources = [...templates.map((each) => each.resourceId), ...named.map((each) => each.resourceId), ...services.map((id) => around.clinics.get(id)?.practitionerId ?? null),
    ...edits.map((edit) => (edit.kind === 'session-add' ? (edit.practitionerId ?? null) : null))]
  // Only the patterns that are edited bring their sessions; the pattern of a session that leaves it is merely read.
  const edited = edits.flatMap((edit) => ('templateId' in edit ? [edit.templateId] : []))
  const ofTemplates = await scheduledSessions(tx, institutionId, { templateIds: edited, from: around.today })
  return {
    templateIds: [...asked],
    sessionIds: [...new Set([...askedSessions, ...ofTemplates.map((each) => each.id)])].sort((a, b) => a - b),
    resourceIds: [...new Set(resources.filter((id) => id !== null))],
  }
}

/** The schedule as it is, as far as the scope reaches. */
export async function readFacts(tx: Tx, institutionId: number, { templateIds, sessionIds, resourceIds }: Scope, around: Surroundings): Promise<Draft> {
  const { today } = around
  const templates = await templatesWhere(tx, institutionId, { ids: templateIds, resourceIds })
  const exceptions = await exceptionsOf(tx, institutionId, templates.map((each) => each.id), today)
  const found = await scheduledSessions(tx, institutionId, { ids: sessionIds, resourceIds, from: today })
  const whole = new Set(sessionIds)
  const periods = Map.groupBy(await periodsOfSessions(tx, institutionId, sessionIds), (period) => Number(period.sessionId))
  const sessions = new Map<number, DraftSession>()
  for (const session of found) sessions.set(session.id, asDraft(session, periods.get(session.id) ?? [], whole.has(session.id) && (await hasArrived(tx, institutionId, session, periods.get(session.id)))))
  return {
    templates: new Map(templates.map((each) => [each.id, { ...each }])),
    exceptions: new Map(exceptions.map((each) => [exceptionKey(each.templateId, each.day), each])),
    sessions,
  }
}

async function hasArrived(tx: Tx, institutionId: number, session: ScheduledSession, periods: readonly PeriodUnits[] = []): Promise<boolean> {
  if (!periods.some((period) => Object.values(period.pools).some((pool) => pool.taken > 0))) return false
  return (await standingInSession(tx, { institutionId, sessionId: session.id, day: session.day })).some((one) => one.status === 'arrived')
}

function asDraft(session: ScheduledSession, periods: readonly PeriodUnits[], arrived: boolean): DraftSession {
  const { day } = session
  return {
    id: session.id, serviceId: session.serviceId, resourceId: session.resourceId, day, half: session.half, start: minuteAt(session.startsAt, day), end: minuteAt(session.endsAt, day),
    room: session.room, status: session.status, templateId: session.templateId, hasArrived: arrived,
    periods: periods.map((period) => ({ id: period.id, start: minuteAt(period.startsAt, day), end: minuteAt(period.endsAt, day), pools: { ...period.pools } as DraftSession['periods'][number]['pools'] })),
  }
}
