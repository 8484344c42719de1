import { sql } from 'kysely'
import { type Restriction, restrictionsOf } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AppealInList, Excuse, Figures, IncidentInList, IncidentKind } from '../contract.ts'
import { type AppealRow, appealsWhere, asShown } from './appeals-of.ts'

interface IncidentRow {
  readonly appointmentId: string
  readonly personId: string
  readonly kind: IncidentKind
  readonly startsAt: Date
  readonly happenedAt: Date
  readonly departmentId: number
  readonly excuse: Excuse | null
  readonly asked: boolean
}

const DAY_MS = 86_400_000
const FIGURES_DAYS = 30

async function incidentsWhere(tx: Tx, institutionId: number, condition: ReturnType<typeof sql>): Promise<IncidentRow[]> {
  const { rows } = await sql<IncidentRow>`select i.appointment_id as "appointmentId", i.person_id as "personId", i.kind, i.starts_at as "startsAt", i.happened_at as "happenedAt",
      i.department_id as "departmentId", i.excuse,
      exists (select from fairness.appeal a where a.institution_id = i.institution_id and a.incident_id = i.appointment_id and a.state = 'asked') as asked
    from fairness.incident i where i.institution_id = ${institutionId} and ${condition} order by i.happened_at desc limit 200`.execute(tx)
  return rows
}

const departmentOf = (snapshot: Snapshot, institutionId: number, id: number) => {
  const department = snapshot.departments.get(`${institutionId}/${id}`)
  return { departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '' }
}

/** What patients and desks asked for: waiting ones by their deadline, answered ones newest first. */
export async function appealsAtDesk(tx: Tx, context: Context, snapshot: Snapshot, state: 'waiting' | 'answered'): Promise<AppealInList[]> {
  const institutionId = context.institutionId!
  const found = await appealsWhere(tx, sql`institution_id = ${institutionId} and ${state === 'waiting' ? sql`state = 'asked'` : sql`state in ('granted', 'declined')`}`)
  const people = await personSummaries(tx, context, found.map((one) => one.personId))
  const incidents = new Map((await incidentsWhere(tx, institutionId, sql`i.person_id = any (${found.map((one) => one.personId)}::uuid[])`)).map((one) => [one.appointmentId, one]))
  const restrictions = new Map((await restrictionsOf(tx, context, { institutionId, ended: true })).map((one) => [one.id, one]))
  const today = localDay(context.now)
  const shown = found.flatMap((one): AppealInList[] => {
    const about = aboutOf(snapshot, institutionId, one, incidents, restrictions)
    if (!about) return []
    const also = [...incidents.values()].filter((other) => other.personId === one.personId && other.appointmentId !== one.incidentId && other.excuse === null)
    return [{
      ...asShown(one), personId: one.personId, nameMasked: people.get(one.personId)?.nameMasked ?? '', about, alsoCounted: also.length,
      overdue: one.state === 'asked' && one.answerBy < today, askedByMe: one.askedBy === actorId(context.actor),
    }]
  })
  return state === 'waiting' ? shown.sort((a, b) => a.answerBy.localeCompare(b.answerBy)) : shown
}

function aboutOf(
  snapshot: Snapshot, institutionId: number, one: AppealRow, incidents: ReadonlyMap<string, IncidentRow>, restrictions: ReadonlyMap<string, Restriction>,
): AppealInList['about'] | undefined {
  const incident = one.incidentId === null ? undefined : incidents.get(one.incidentId)
  if (incident) {
    return {
      kind: incident.kind, incidentId: incident.appointmentId, startsAt: incident.startsAt.toISOString(), happenedAt: incident.happenedAt.toISOString(),
      ...departmentOf(snapshot, institutionId, incident.departmentId),
    }
  }
  const restriction = one.restrictionId === null ? undefined : restrictions.get(one.restrictionId)
  return restriction && { kind: 'restriction', restrictionId: restriction.id, reason: restriction.reason, startsAt: restriction.startsAt.toISOString(), endsAt: restriction.endsAt.toISOString() }
}

/** What was not kept lately, so that the desk can ask for an excuse for somebody who stands or calls there. */
export async function incidentsAtDesk(tx: Tx, context: Context, snapshot: Snapshot, days: number): Promise<IncidentInList[]> {
  const institutionId = context.institutionId!
  const found = await incidentsWhere(tx, institutionId, sql`i.happened_at > ${new Date(context.now.getTime() - days * DAY_MS)}`)
  const people = await personSummaries(tx, context, found.map((one) => one.personId))
  await audit(tx, context, { action: 'fairness.list-incidents', subject: 'incidents', detail: { count: found.length } })
  return found.map(({ departmentId, ...one }) => ({
    ...one, nameMasked: people.get(one.personId)?.nameMasked ?? '', startsAt: one.startsAt.toISOString(), happenedAt: one.happenedAt.toISOString(),
    ...departmentOf(snapshot, institutionId, departmentId),
  }))
}

/** The last thirty days in numbers. */
export async function figures(tx: Tx, context: Context): Promise<Figures> {
  const institutionId = context.institutionId!
  const since = new Date(context.now.getTime() - FIGURES_DAYS * DAY_MS)
  const { rows } = await sql<Omit<Figures, 'restricted'>>`select
      (select count(*)::integer from fairness.incident where institution_id = ${institutionId} and kind = 'no-show' and happened_at > ${since}) as "noShows",
      (select count(*)::integer from fairness.incident where institution_id = ${institutionId} and kind = 'late-cancel' and happened_at > ${since}) as "lateCancels",
      (select count(*)::integer from fairness.incident where institution_id = ${institutionId} and excused_at > ${since}) as excused,
      (select count(*)::integer from fairness.warning where institution_id = ${institutionId} and given_at > ${since}) as warned,
      (select count(*)::integer from fairness.appeal where institution_id = ${institutionId} and state = 'asked') as waiting,
      (select count(*)::integer from fairness.appeal where institution_id = ${institutionId} and state = 'asked' and answer_by < ${localDay(context.now)}::date) as overdue,
      (select count(*)::integer from fairness.appeal where institution_id = ${institutionId} and state = 'granted' and decided_at > ${since}) as granted,
      (select count(*)::integer from fairness.appeal where institution_id = ${institutionId} and state = 'declined' and decided_at > ${since}) as declined,
      (select count(*)::integer from fairness.finding where institution_id = ${institutionId} and state in ('open', 'proposed')) as "findingsOpen"`.execute(tx)
  return { ...rows[0]!, restricted: (await restrictionsOf(tx, context, { institutionId })).length }
}
