import { periodsOfSessions, sessionsBetween } from '#engines/capacity/index.ts'
import { standingIn } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SessionsQuery, SessionToSuspend } from '../contract.ts'

/** The sessions that might be suspended, and how many people each would touch: looked at before anything is done. */
export async function sessionsToSuspend(tx: Tx, context: Context, snapshot: Snapshot, institutionId: number, query: SessionsQuery): Promise<SessionToSuspend[]> {
  const found = (await sessionsBetween(tx, { institutionId, resourceId: query.practitionerId, from: query.from, to: query.to }))
    .filter((session) => session.endsAt > context.now)
    .filter((session) => query.departmentId === undefined || snapshot.services.get(`${institutionId}/${session.serviceId}`)?.departmentId === query.departmentId)
    .slice(0, 200)
  const ids = found.map((session) => session.sessionId)
  const people = await standingIn(tx, context, institutionId, ids)
  const periods = Map.groupBy(await periodsOfSessions(tx, institutionId, ids), (one) => one.sessionId)
  await audit(tx, context, { action: 'suspension.preview', subject: `days/${query.from}/${query.to}`, institutionId, detail: { sessions: ids.length } })
  return found.map((session) => {
    const standing = people.get(session.sessionId) ?? []
    const count = (of: typeof standing) => ({ people: of.filter((one) => one.status !== 'arrived').length, here: of.filter((one) => one.status === 'arrived').length })
    return {
      sessionId: session.sessionId, serviceId: session.serviceId, ...whoOf(snapshot, institutionId, session.serviceId, session.resourceId),
      day: session.day, half: session.half, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(), status: session.status, ...count(standing),
      periods: (periods.get(session.sessionId) ?? []).map(({ id: periodId, startsAt, endsAt }) => ({
        periodId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), ...count(standing.filter((one) => one.periodId === periodId)),
      })),
    }
  })
}

/** The names a list says beside a session. */
export function whoOf(snapshot: Snapshot, institutionId: number, serviceId: number, practitionerId: number | null) {
  const service = snapshot.services.get(`${institutionId}/${serviceId}`)
  const practitioner = practitionerId === null ? undefined : snapshot.practitioners.get(`${institutionId}/${practitionerId}`)
  return {
    serviceName: service?.name ?? '', serviceNameEn: service?.nameEn ?? '', practitionerId,
    practitionerName: practitioner?.name ?? null, practitionerNameEn: practitioner?.nameEn ?? null,
  }
}
