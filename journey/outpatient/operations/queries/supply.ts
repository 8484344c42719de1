import { sql } from 'kysely'
import { sessionFills } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DepartmentDay } from '../advice/advise.ts'
import { FIRST_HOUR, LAST_HOUR } from '../forecast/hospital.ts'
import { localHour } from '../local-hour.ts'

const USUAL_MINUTES = 10
const HALF_HOUR = 1_800_000

export interface ExpectedHour {
  readonly departmentId: number
  readonly day: string
  readonly hour: number
  readonly expected: number
}

/** Departments with the doctors the plan of sessions gives each hour of a day, and what is expected to come. */
export async function departmentDays(tx: Tx, institutionId: number, day: string, expected: readonly ExpectedHour[]): Promise<DepartmentDay[]> {
  const { rows: services } = await sql<{ id: number; departmentId: number }>`select id, department_id as "departmentId" from directory.service where institution_id = ${institutionId}`.execute(tx)
  const departmentOf = new Map(services.map((one) => [one.id, one.departmentId]))
  const { rows: departments } = await sql<{ id: number; branches: string[] }>`select d.id, array(select distinct split_part(s, '.', 1) from unnest(d.subject_codes) s) as branches
    from directory.department d where d.institution_id = ${institutionId}`.execute(tx)
  const branchesOf = new Map(departments.map((one) => [one.id, one.branches]))
  const fills = (await sessionFills(tx, institutionId, { serviceIds: services.map((one) => one.id), resourceIds: [], from: day, to: day })).filter((one) => one.status === 'open')
  const byDepartment = Map.groupBy(fills, (one) => departmentOf.get(one.serviceId) ?? 0)
  const told = Map.groupBy(expected.filter((one) => one.day === day), (one) => one.departmentId)
  return [...told].filter(([departmentId]) => departmentId > 0).map(([departmentId, hours]) => {
    const sessions = byDepartment.get(departmentId) ?? []
    const minutes = sessions.reduce((sum, one) => sum + (one.endsAt.getTime() - one.startsAt.getTime()) / 60_000, 0)
    const units = sessions.reduce((sum, one) => sum + one.units, 0)
    const at = new Map(hours.map((one) => [one.hour, one.expected]))
    return {
      departmentId, branches: branchesOf.get(departmentId) ?? [], minutesPerVisit: units > 0 ? Math.min(30, Math.max(4, minutes / units)) : USUAL_MINUTES,
      hours: Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, step) => FIRST_HOUR + step).map((hour) => ({
        hour, arrivals: at.get(hour) ?? 0, doctors: sessions.filter((one) => covers(one, hour)).length,
      })),
    }
  })
}

/** Somebody sits there for half of the hour at least. */
function covers({ startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }, hour: number): boolean {
  const begin = localHour(startsAt).hour + startsAt.getUTCMinutes() / 60
  const length = (endsAt.getTime() - startsAt.getTime()) / HALF_HOUR / 2
  return begin <= hour + 0.5 && hour + 0.5 <= begin + length
}
