import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import { workDays } from '../calendar.ts'
import type { Generated } from './generate-sessions.ts'
import type { TemplateToPut } from './put-templates.ts'

type Units = Partial<Record<PoolCode, number>>

/** Nobody takes, moves or hands back a unit of these sessions, and nobody suspends them, until the transaction ends. */
export async function lockSessions(tx: Tx, institutionId: number, sessionIds: readonly number[]): Promise<void> {
  await sql`select capacity.lock_sessions(${institutionId}, ${[...sessionIds]}::bigint[])`.execute(tx)
}

/** A new weekly pattern; `followsId` is the one whose place it takes. Returns its number. Its sessions come with {@link generateFrom}. */
export async function addTemplate(tx: Tx, institutionId: number, template: TemplateToPut, followsId: number | null): Promise<number> {
  const { serviceId, resourceId, weekdays, half, from, to, periodMinutes, pools, room, validFrom, validTo } = template
  const { rows } = await sql<{ id: number }>`
    insert into capacity.template (institution_id, service_id, resource_id, weekdays, half, starts_at, ends_at, period_minutes, pools, room, valid_from, valid_to, follows_id)
    values (${institutionId}, ${serviceId}, ${resourceId}, ${[...weekdays]}::integer[], ${half}, ${from}::time, ${to}::time, ${periodMinutes},
      ${JSON.stringify(pools)}::jsonb, ${room}, ${validFrom}, ${validTo}, ${followsId}) returning id`.execute(tx)
  return Number(rows[0]!.id)
}

/** A pattern that holds no longer than to this day, or does not hold at all; its sessions are another matter. */
export async function endTemplate(tx: Tx, institutionId: number, id: number, end: { validTo: string | null; active: boolean }): Promise<void> {
  await sql`update capacity.template set valid_to = ${end.validTo}, active = ${end.active} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
}

export interface ExceptionToPut {
  readonly templateId: number
  readonly day: string
  /** Null: no session that day. */
  readonly hours: { readonly from: string; readonly to: string } | null
  readonly room: string | null
  readonly reason: string
}

export async function putException(tx: Tx, institutionId: number, { templateId, day, hours, room, reason }: ExceptionToPut): Promise<void> {
  await sql`insert into capacity.template_exception (institution_id, template_id, day, starts_at, ends_at, room, reason)
    values (${institutionId}, ${templateId}, ${day}, ${hours?.from ?? null}::time, ${hours?.to ?? null}::time, ${room}, ${reason})
    on conflict (institution_id, template_id, day) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, room = excluded.room, reason = excluded.reason`.execute(tx)
}

export async function removeException(tx: Tx, institutionId: number, templateId: number, day: string): Promise<void> {
  await sql`delete from capacity.template_exception where institution_id = ${institutionId} and template_id = ${templateId} and day = ${day}`.execute(tx)
}

/** The sessions of these patterns alone, as {@link generateSessions} makes all. */
export async function generateFrom(tx: Tx, institutionId: number, templateIds: readonly number[], first: string, days: number): Promise<Generated> {
  const calendar = workDays(first, days)
  const { rows } = await sql<Generated>`select sessions, periods, units from capacity.generate(${institutionId},
    ${calendar.map((day) => day.day)}::date[], ${calendar.map((day) => day.weekday)}::integer[], ${[...templateIds]}::bigint[])`.execute(tx)
  return rows[0]!
}

export interface SessionToAdd {
  readonly serviceId: number
  readonly resourceId: number | null
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
}

/** A session of no pattern. Throws the database's `session_resource_in_one_place` when the resource is elsewhere then. */
export async function addSession(tx: Tx, institutionId: number, session: SessionToAdd): Promise<number> {
  const { rows } = await sql<{ id: number }>`select capacity.add_session(${institutionId}, ${session.serviceId}, ${session.resourceId}, ${session.half},
    ${session.startsAt}, ${session.endsAt}, ${session.room}) as id`.execute(tx)
  return Number(rows[0]!.id)
}

export interface PeriodsToAdd {
  readonly sessionId: number
  readonly periods: readonly { readonly startsAt: Date; readonly endsAt: Date }[]
  readonly pools: Units
  readonly reason: string
}

/** Periods with their units; every unit is a row that says why. Returns how many units. */
export async function addPeriods(tx: Tx, context: Context, institutionId: number, { sessionId, periods, pools, reason }: PeriodsToAdd): Promise<number> {
  const { rows } = await sql<{ units: number }>`select capacity.add_periods(${institutionId}, ${sessionId}, ${periods.map((each) => each.startsAt)}::timestamptz[],
    ${periods.map((each) => each.endsAt)}::timestamptz[], ${JSON.stringify(pools)}::jsonb, ${reason}, ${actorId(context.actor)}, ${context.now}) as units`.execute(tx)
  return rows[0]!.units
}

export interface UnitChange {
  readonly periodId: number
  readonly pool: PoolCode
  readonly delta: number
}

/** Adds and withdraws units, all or none. What was sold meanwhile makes it fail as a passing conflict, never vanish. */
export async function changeUnits(tx: Tx, context: Context, institutionId: number, changes: readonly UnitChange[], reason: string): Promise<number> {
  if (changes.length === 0) return 0
  const { rows } = await sql<{ units: number }>`select capacity.change_units(${institutionId}, ${changes.map((each) => each.periodId)}::bigint[],
    ${changes.map((each) => each.pool)}::text[], ${changes.map((each) => each.delta)}::integer[], ${reason}, ${actorId(context.actor)}, ${context.now}) as units`.execute(tx)
  return rows[0]!.units
}

export interface Shape {
  readonly sessionId: number
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
  readonly templateId: number | null
  readonly status: 'open' | 'suspended' | 'closed'
}

/** Hours within its day, room, pattern and status of a session; its periods and who has them stay. */
export async function shapeSession(tx: Tx, institutionId: number, to: Shape): Promise<void> {
  await sql`select capacity.shape_session(${institutionId}, ${to.sessionId}, ${to.half}, ${to.startsAt}, ${to.endsAt}, ${to.room}, ${to.templateId}, ${to.status})`.execute(tx)
}

export type SessionMoved = 'ok' | 'resource-busy' | 'holder-busy'

/** Another beginning for a session and everybody in it, in one step; when anybody would be in two places nothing changes. */
export async function moveSession(
  tx: Tx, institutionId: number, sessionId: number, to: { startsAt: Date; half: Half; room: string; templateId: number | null }): Promise<SessionMoved> {
  const { rows } = await sql<{ outcome: SessionMoved }>`
    select capacity.move_session(${institutionId}, ${sessionId}, ${to.startsAt}, ${to.half}, ${to.room}, ${to.templateId}) as outcome`.execute(tx)
  return rows[0]!.outcome
}

/** Another resource and service for a session and everybody in it; times and units stay. */
export async function handOverSession(tx: Tx, institutionId: number, sessionId: number, to: { serviceId: number; resourceId: number | null }): Promise<SessionMoved> {
  const { rows } = await sql<{ outcome: SessionMoved }>`
    select capacity.hand_over_session(${institutionId}, ${sessionId}, ${to.serviceId}, ${to.resourceId}) as outcome`.execute(tx)
  return rows[0]!.outcome
}
