import { sql } from 'kysely'
import { type Restriction, restrictionsOf } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { incidentKinds, type Excuse, type IncidentKind, type IncidentShown, type StandingShown } from '../contract.ts'
import { countRule } from '../rules.ts'
import { standing } from '../standing.ts'
import { type AppealRow, appealsWhere, asShown } from './appeals-of.ts'

/** Older ones are over for everybody and are not shown any more. */
const SHOWN_DAYS = 400

interface IncidentRow {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  readonly kind: IncidentKind
  readonly happenedAt: Date
  readonly startsAt: Date
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly excuse: Excuse | null
}

/** Where everybody this account acts for stands, hospital by hospital: what counts, what is stopped until when, what was said about it. */
export async function standings(tx: Tx, context: Context, snapshot: Snapshot): Promise<StandingShown[]> {
  const { actor, device, now } = context
  if (actor.kind !== 'patient') return []
  const incidents = await incidentsSince(tx, new Date(now.getTime() - SHOWN_DAYS * 86_400_000))
  const restrictions = await restrictionsOf(tx, context, { persons: actor.mayActFor, accountId: actor.accountId, ...(device === undefined ? {} : { device }) })
  const appeals = await appealsWhere(tx, sql`true`)
  const places = new Map<string, { institutionId: number; personId: string }>()
  for (const { institutionId, personId } of [...incidents, ...restrictions]) {
    const whose = personId ?? actor.personId
    places.set(`${institutionId}/${whose}`, { institutionId, personId: whose })
  }
  const people = await personSummaries(tx, context, [...new Set([...places.values()].map((place) => place.personId))])
  const shown: StandingShown[] = []
  for (const { institutionId, personId } of places.values()) {
    const at = (one: { institutionId: number; personId: string | null }) => one.institutionId === institutionId && (one.personId ?? actor.personId) === personId
    shown.push(await oneStanding(tx, context, snapshot, {
      institutionId, personId, name: people.get(personId)?.name ?? '', incidents: incidents.filter(at), restrictions: restrictions.filter(at), appeals,
    }))
    await audit(tx, context, { action: 'fairness.read-standing', personId, subject: `person/${personId}`, institutionId })
  }
  return shown.sort((a, b) => b.restrictions.length - a.restrictions.length)
}

async function incidentsSince(tx: Tx, since: Date): Promise<IncidentRow[]> {
  const { rows } = await sql<IncidentRow>`select institution_id as "institutionId", appointment_id as "appointmentId", person_id as "personId", kind,
      happened_at as "happenedAt", starts_at as "startsAt", department_id as "departmentId", practitioner_id as "practitionerId", excuse
    from fairness.incident where happened_at > ${since} order by happened_at desc limit 300`.execute(tx)
  return rows
}

interface OnRecord {
  readonly institutionId: number
  readonly personId: string
  readonly name: string
  readonly incidents: readonly IncidentRow[]
  readonly restrictions: readonly Restriction[]
  readonly appeals: readonly AppealRow[]
}

async function oneStanding(tx: Tx, context: Context, snapshot: Snapshot, { institutionId, personId, name, incidents, restrictions, appeals }: OnRecord): Promise<StandingShown> {
  const counting = new Set<string>()
  const rules: StandingShown['rules'] = []
  const counts: StandingShown['counts'] = []
  for (const kind of incidentKinds) {
    const rule = await countRule(tx, kind, institutionId, context.now)
    const relevant = incidents.filter((one) => one.kind === kind && one.excuse === null).map((one) => ({ id: one.appointmentId, at: one.happenedAt }))
    const stands = standing(relevant, rule, context.now)
    for (const id of [...stands.counted, ...stands.stops.filter((stop) => stop.endsAt > context.now).flatMap((stop) => stop.counted)]) counting.add(id)
    rules.push({ kind, count: rule.count, withinDays: rule.withinDays, stopDays: [...rule.stopDays], countFrom: rule.countFrom })
    counts.push({ kind, counted: stands.counted.length, of: rule.count })
  }
  const institution = snapshot.institutions.get(institutionId)
  const appealAbout = (id: string) => appeals.find((one) => one.incidentId === id || one.restrictionId === id)
  return {
    institutionId, personId, name, counts, rules,
    institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '', phone: institution?.phone ?? '',
    incidents: incidents.map((one) => incidentShown(snapshot, one, counting.has(one.appointmentId), appealAbout(one.appointmentId))),
    restrictions: restrictions.map(({ id, subjectKind, reason, startsAt, endsAt }) => {
      const appeal = appealAbout(id)
      return { id, subjectKind, reason, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), appeal: appeal ? asShown(appeal) : null }
    }),
  }
}

function incidentShown(snapshot: Snapshot, one: IncidentRow, counts: boolean, appeal: AppealRow | undefined): IncidentShown {
  const department = snapshot.departments.get(`${one.institutionId}/${one.departmentId}`)
  const practitioner = snapshot.practitioners.get(`${one.institutionId}/${one.practitionerId}`)
  return {
    appointmentId: one.appointmentId, kind: one.kind, happenedAt: one.happenedAt.toISOString(), startsAt: one.startsAt.toISOString(),
    departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '', practitionerName: practitioner?.name ?? '',
    practitionerNameEn: practitioner?.nameEn ?? '', counts, excuse: one.excuse, appeal: appeal ? asShown(appeal) : null,
  }
}
