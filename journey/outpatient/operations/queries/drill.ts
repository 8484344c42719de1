import { type ArrivedVisit, todaysVisits } from '#journey/outpatient/arrival/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { auditAll } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DrillQuery, DrillRow } from '../contract.ts'
import { localHour } from '../local-hour.ts'
import { minutesWaited } from '../waited.ts'
import { departmentNames, named } from './named.ts'

const MOST = 200

/** The people behind a figure of the dashboard, names masked, the longest wait first; who looked is written down for each of them. */
export async function drill(tx: Tx, context: Context, { figure, departmentId, hour }: DrillQuery): Promise<DrillRow[]> {
  const { institutionId } = context.actor as StaffActor
  const belongs = { arrivals: () => true, waiting: (visit: ArrivedVisit) => visit.status === 'waiting', seen: (visit: ArrivedVisit) => visit.startedAt !== null }[figure]
  const visits = (await todaysVisits(tx, context, { institutionId, ...(departmentId === undefined ? {} : { departmentId }) }))
    .filter((visit) => belongs(visit) && (hour === undefined || localHour(visit.checkedInAt).hour === hour))
    .toSorted((a, b) => minutesWaited(b, context.now) - minutesWaited(a, context.now)).slice(0, MOST)
  const names = await departmentNames(tx, institutionId)
  const people = await personSummaries(tx, context, [...new Set(visits.map((visit) => visit.personId))])
  await auditAll(tx, context, 'operations.drill', visits.map((visit) => ({ personId: visit.personId, subject: `visit/${visit.visitId}`, institutionId })))
  return visits.map((visit) => ({
    ...named(names, visit.departmentId), visitId: visit.visitId, nameMasked: people.get(visit.personId)?.nameMasked ?? '', checkedInAt: visit.checkedInAt.toISOString(),
    startedAt: visit.startedAt?.toISOString() ?? null, waited: Math.round(minutesWaited(visit, context.now)), room: visit.room, status: visit.status,
  }))
}
