import { sql } from 'kysely'
import { addDays, HORIZON_DAYS, sessionFills, unpublishedYears, workDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, hasRole } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ServiceKind } from '#journey/throughout/directory/contract.ts'
import type { Calendar, CalendarQuery, CalendarSession } from '../contract.ts'
import { OnlyYourOwn, TooLong } from '../errors.ts'
import { clockOf } from '../plan/draft.ts'
import { minuteAt } from '../plan/read-facts.ts'

const MOST_DAYS = 42

/** Doctors read their own schedule; the outpatient office everybody's. */
export function whoseSchedule({ actor }: Context, asked: number | undefined): number | undefined {
  if (hasRole(actor, 'manager')) return asked
  if (actor.kind !== 'staff') throw new OnlyYourOwn()
  if (asked !== undefined && asked !== actor.staffId) throw new OnlyYourOwn()
  return actor.staffId
}

/** A doctor's own days are one schedule, in whichever departments they sit. */
export const departmentAsked = ({ actor }: Context, asked: number | undefined): number | undefined => (hasRole(actor, 'manager') ? asked : undefined)

/** The sessions of a department or doctor over some days of the real calendar, and how full they are. */
export async function calendar(tx: Tx, context: Context, institutionId: number, asked: CalendarQuery): Promise<Calendar> {
  const practitionerId = whoseSchedule(context, asked.practitionerId)
  const count = (Date.parse(asked.to) - Date.parse(asked.from)) / 86_400_000 + 1
  if (count < 1 || count > MOST_DAYS) throw new TooLong({ days: count })
  const clinics = new Map((await clinicsFor(tx, institutionId, departmentAsked(context, asked.departmentId))).map((each) => [each.serviceId, each]))
  // A doctor's own clinics, and where they sit in another: an extra session, a substitution.
  const whose = [...clinics.values()].filter((each) => practitionerId === undefined || each.doctorId === practitionerId)
  const fills = await sessionFills(tx, institutionId, {
    serviceIds: whose.map((each) => each.serviceId), resourceIds: practitionerId === undefined ? [] : [practitionerId], from: asked.from, to: asked.to,
  })
  const doctors = await namesOf(tx, institutionId, [...new Set(fills.map((fill) => fill.resourceId).filter((id) => id !== null))])
  const days = workDays(asked.from, count)
  const sessions = fills.flatMap((fill): CalendarSession[] => {
    const found = clinics.get(fill.serviceId)
    if (!found) return []
    const { doctorId: _doctorId, ...clinic } = found
    const doctor = fill.resourceId === null ? undefined : doctors.get(fill.resourceId)
    return [{
      id: fill.id, day: fill.day, half: fill.half, from: clockOf(minuteAt(fill.startsAt, fill.day)), to: clockOf(minuteAt(fill.endsAt, fill.day)), room: fill.room, status: fill.status,
      ...clinic, practitionerId: fill.resourceId, practitionerName: doctor?.name ?? null, practitionerNameEn: doctor?.nameEn ?? null,
      templateId: fill.templateId, periodMinutes: fill.periodMinutes, units: fill.units, taken: fill.taken, pools: fill.pools,
    }]
  })
  return {
    days: days.map(({ day, weekday, festival }) => ({ day, weekday, festival: festival ?? null, makesUp: festival !== undefined && weekday !== 8 })),
    sessions, until: addDays(localDay(context.now), HORIZON_DAYS - 1), unpublishedYears: unpublishedYears(days), mayChange: hasRole(context.actor, 'manager'),
  }
}

interface ClinicOnCalendar {
  readonly serviceId: number
  readonly serviceName: string
  readonly serviceNameEn: string
  readonly kind: ServiceKind
  readonly departmentId: number
  /** Whose own clinic it is. */
  readonly doctorId: number | null
}

async function clinicsFor(tx: Tx, institutionId: number, departmentId: number | undefined): Promise<ClinicOnCalendar[]> {
  const { rows } = await sql<ClinicOnCalendar>`
    select id as "serviceId", name as "serviceName", name_en as "serviceNameEn", kind, department_id as "departmentId", practitioner_id as "doctorId" from directory.service
    where institution_id = ${institutionId} and (${departmentId ?? null}::integer is null or department_id = ${departmentId ?? null})`.execute(tx)
  return rows
}

async function namesOf(tx: Tx, institutionId: number, ids: readonly number[]): Promise<Map<number, { name: string; nameEn: string }>> {
  const { rows } = await sql<{ id: number; name: string; nameEn: string }>`
    select id, name, name_en as "nameEn" from directory.practitioner where institution_id = ${institutionId} and id = any (${[...ids]}::integer[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}
