import { sql } from 'kysely'
import { COUNT_FELL, liftRestriction, restrictBooking, restrictionsOf } from '#journey/previsit/booking/index.ts'
import { currentEntry, entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { IncidentKind } from '../contract.ts'
import { warningGiven } from '../events.ts'
import { countRule } from '../rules.ts'
import { standing, type Counted, type Standing } from '../standing.ts'

export interface Whose {
  readonly institutionId: number
  readonly personId: string
  readonly kind: IncidentKind
}

/**
 * Brings what is in force into line with what counts: stops booking on line where it became enough, opens it where it is no
 * longer enough, and warns at the last but one. Run after every change; running it again changes nothing. One at a time per
 * person, so that two appointments missed at once are both seen.
 */
export async function reckon(tx: Tx, context: Context, whose: Whose): Promise<Standing> {
  const { institutionId, kind } = whose
  const personId = await currentEntry(tx, whose.personId)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fairness ${personId}`}, ${institutionId}))`.execute(tx)
  const entries = await entriesOf(tx, personId)
  const incidents = await countedOf(tx, institutionId, entries, kind)
  const stands = standing(incidents, await countRule(tx, kind, institutionId, context.now), context.now)
  await bringInLine(tx, context, { institutionId, personId, kind }, entries, stands)
  const last = stands.counted.at(-1)
  if (stands.isLastButOne && last !== undefined) await warn(tx, context, { institutionId, personId, kind }, last, stands.counted.length)
  return stands
}

async function countedOf(tx: Tx, institutionId: number, entries: readonly string[], kind: IncidentKind): Promise<Counted[]> {
  const { rows } = await sql<Counted>`select appointment_id as id, happened_at as at from fairness.incident
    where institution_id = ${institutionId} and person_id = any (${[...entries]}::uuid[]) and kind = ${kind} and excused_at is null`.execute(tx)
  return rows
}

async function bringInLine(tx: Tx, context: Context, { institutionId, personId, kind }: Whose, entries: readonly string[], stands: Standing): Promise<void> {
  const due = new Map(stands.stops.filter((stop) => stop.endsAt > context.now).map((stop) => [`${kind}/${stop.triggeredBy}`, stop]))
  const inForce = await restrictionsOf(tx, context, { persons: entries, institutionId })
  for (const restriction of inForce.filter((one) => one.reason === kind && one.subjectKind === 'person')) {
    const stop = due.get(restriction.source)
    if (stop?.endsAt.getTime() !== restriction.endsAt.getTime()) await liftRestriction(tx, context, { institutionId, id: restriction.id, reason: COUNT_FELL })
  }
  for (const [source, { startsAt, endsAt }] of due) {
    await restrictBooking(tx, context, { institutionId, subjectKind: 'person', subject: personId, personId, reason: kind, source, startsAt, endsAt })
  }
}

async function warn(tx: Tx, context: Context, whose: Whose, incidentId: string, counted: number): Promise<void> {
  const { institutionId, personId, kind } = whose
  const { numAffectedRows } = await sql`insert into fairness.warning (institution_id, incident_id, person_id, kind, counted, given_at)
    values (${institutionId}, ${incidentId}, ${personId}, ${kind}, ${counted}, ${context.now}) on conflict do nothing`.execute(tx)
  if (!numAffectedRows) return
  await audit(tx, context, { action: 'fairness.warn', personId, subject: `appointment/${incidentId}`, institutionId, detail: { kind, counted } })
  await announce(tx, context, warningGiven({ institutionId, personId, appointmentId: incidentId, kind, counted }))
}
