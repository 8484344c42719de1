import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AffectedPerson, CallOutcome, Suspension, SuspensionDetail } from '../contract.ts'
import { SuspensionNotFound } from '../errors.ts'
import { type AffectedRow, affectedWhere, type Counts, type SuspensionRow, suspensionsWhere } from '../suspension-row.ts'
import { refundOfFee } from './refund-of-fee.ts'
import { whoOf } from './sessions.ts'

/** Whom nobody could write to, and who has not answered: they are called, until somebody has reached them. */
const needsCall = sql`a.state = 'open' and a.phones = 0 and not exists (select from suspension.call c
  where c.institution_id = a.institution_id and c.suspension_id = a.suspension_id and c.appointment_id = a.appointment_id and c.outcome = 'reached')`

/** The suspensions of one's own hospital, those to come first. */
export async function suspensions(tx: Tx, snapshot: Snapshot, institutionId: number, from: string): Promise<Suspension[]> {
  const rows = await suspensionsWhere(tx, sql`institution_id = ${institutionId} and day >= ${from}::date and status <> 'not-needed' order by (status = 'asked') desc, day, starts_at, id limit 200`)
  const counts = await countsOf(tx, institutionId, rows.map((row) => row.id))
  return Promise.all(rows.map((row) => asSuspension(tx, snapshot, row, counts.get(row.id))))
}

/** One suspension and everybody in it: told, rebooked, refunded, declined, still to be called. */
export async function suspensionDetail(tx: Tx, context: Context, snapshot: Snapshot, institutionId: number, id: string): Promise<SuspensionDetail> {
  const [row] = await suspensionsWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`)
  if (!row) throw new SuspensionNotFound()
  const affected = await affectedWhere(tx, sql`institution_id = ${institutionId} and suspension_id = ${id} order by starts_at, appointment_id`)
  const calls = await callsOf(tx, institutionId, id)
  const people = await personSummaries(tx, context, affected.map((one) => one.personId))
  const waiting = new Set((await sql<{ id: string }>`select a.appointment_id as id from suspension.affected a
    where a.institution_id = ${institutionId} and a.suspension_id = ${id} and ${needsCall}`.execute(tx)).rows.map((one) => one.id))
  await audit(tx, context, { action: 'suspension.list-people', subject: `suspension/${id}`, institutionId, detail: { people: affected.length } })
  const listed: AffectedPerson[] = []
  for (const one of affected) {
    listed.push({
      ...(await asPerson(tx, context, one)), needsCall: waiting.has(one.appointmentId), calls: calls.get(one.appointmentId) ?? [],
      ...nameOf(people.get(one.personId)),
    })
  }
  const counts = await countsOf(tx, institutionId, [id])
  return {
    suspension: await asSuspension(tx, snapshot, row, counts.get(id)), people: listed,
    mayReinstate: row.status === 'in-force' && row.endsAt > context.now && affected.every((one) => one.state !== 'rebooked'),
  }
}

function nameOf(person: { name: string; sex: 'male' | 'female' | 'unknown'; age: number; phoneMasked: string } | undefined) {
  return { name: person?.name ?? '', sex: person?.sex ?? ('unknown' as const), age: person?.age ?? 0, phoneMasked: person?.phoneMasked ?? '' }
}

async function asPerson(tx: Tx, context: Context, one: AffectedRow) {
  return {
    appointmentId: one.appointmentId, personId: one.personId, startsAt: one.startsAt.toISOString(), state: one.state, toldAt: one.toldAt?.toISOString() ?? null,
    phones: one.phones, offeredUntil: one.offeredUntil?.toISOString() ?? null, refund: await refundOfFee(tx, context, one.institutionId, one.appointmentId),
    newAppointment: one.newAppointmentId ? { institutionId: one.newInstitutionId!, id: one.newAppointmentId, startsAt: await takenAt(tx, one) } : null,
  }
}

/** When the time they chose is: as their offer said. */
async function takenAt(tx: Tx, { institutionId, suspensionId, appointmentId }: AffectedRow): Promise<string | null> {
  const { rows } = await sql<{ at: Date }>`select starts_at as at from suspension.offer where home_institution_id = ${institutionId} and suspension_id = ${suspensionId}
    and appointment_id = ${appointmentId} and state = 'taken'`.execute(tx)
  return rows[0]?.at.toISOString() ?? null
}

async function callsOf(tx: Tx, institutionId: number, id: string): Promise<Map<string, AffectedPerson['calls']>> {
  const { rows } = await sql<{ appointmentId: string; outcome: CallOutcome; note: string; by: string; at: Date }>`
    select appointment_id as "appointmentId", outcome, note, called_by as by, called_at as at from suspension.call
    where institution_id = ${institutionId} and suspension_id = ${id} order by called_at desc`.execute(tx)
  const named = await Promise.all(rows.map(async ({ by, at, ...row }) => ({ ...row, byName: (await nameOfStaff(tx, institutionId, by)), at: at.toISOString() })))
  return new Map([...Map.groupBy(named, (row) => row.appointmentId)].map(([appointmentId, of]) => [appointmentId, of.map(({ outcome, note, byName, at }) => ({ outcome, note, byName, at }))]))
}

async function nameOfStaff(tx: Tx, institutionId: number, accountId: string): Promise<string> {
  return /^[0-9a-f-]{36}$/.test(accountId) ? (await staffName(tx, institutionId, accountId)) ?? '' : ''
}

async function countsOf(tx: Tx, institutionId: number, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<Counts & { id: string }>`select a.suspension_id as id, count(*)::integer as people, count(a.told_at)::integer as told,
      count(*) filter (where a.state = 'open')::integer as open, count(*) filter (where a.state = 'rebooked')::integer as rebooked,
      count(*) filter (where a.state = 'declined')::integer as declined, count(*) filter (where a.state = 'reinstated')::integer as reinstated,
      count(*) filter (where ${needsCall})::integer as "toCall"
    from suspension.affected a where a.institution_id = ${institutionId} and a.suspension_id = any (${[...ids]}::uuid[]) group by 1`.execute(tx)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

const NOBODY: Counts = { people: 0, told: 0, open: 0, rebooked: 0, declined: 0, reinstated: 0, toCall: 0 }

export async function asSuspension(tx: Tx, snapshot: Snapshot, row: SuspensionRow, counts: Counts = NOBODY): Promise<Suspension> {
  return {
    institutionId: row.institutionId, id: row.id, batchId: row.batchId, sessionId: row.sessionId, periodIds: row.periodIds, serviceId: row.serviceId,
    ...whoOf(snapshot, row.institutionId, row.serviceId, row.practitionerId), day: row.day, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString(),
    reason: row.reason, note: row.note, status: row.status, askedByName: await nameOfStaff(tx, row.institutionId, row.askedBy), askedAt: row.askedAt.toISOString(),
    here: row.here, counts,
  }
}
