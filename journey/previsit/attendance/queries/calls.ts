import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries, phoneToRing } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CallEntry } from '../contract.ts'
import { CallNotFound } from '../errors.ts'
import { answersTo, dayStart } from './answers.ts'

interface Row extends Pick<CallEntry, 'appointmentId' | 'reason' | 'tries' | 'result' | 'closed'> {
  readonly personId: string
  readonly startsAt: Date
  readonly rungAt: Date | null
}

/** Whom to ring about the visits of a day: who has no phone of record first, then by time; what is done comes last. */
export async function callsOfDay(tx: Tx, context: Context, known: Snapshot, institutionId: number, day: string): Promise<CallEntry[]> {
  const { rows } = await sql<Row>`select appointment_id as "appointmentId", person_id as "personId", starts_at as "startsAt", reason, tries, result, closed, rung_at as "rungAt"
    from attendance.call where institution_id = ${institutionId} and starts_at >= ${dayStart(day)}::timestamptz and starts_at < ${dayStart(addDays(day, 1))}::timestamptz
    order by closed, reason = 'please-call', starts_at, appointment_id`.execute(tx)
  if (rows.length === 0) return []
  const people = await personSummaries(tx, context, rows.map((row) => row.personId))
  const given = await answersTo(tx, institutionId, rows.map((row) => row.appointmentId))
  const booked = new Map((await appointmentsOfDay(tx, context, { institutionId, day })).map((one) => [one.id, one]))
  await audit(tx, context, { action: 'attendance.list-calls', subject: `day/${day}`, institutionId, detail: { count: rows.length } })
  return rows.flatMap((row) => {
    const visit = booked.get(row.appointmentId)
    // What was given back meanwhile needs no call; what was rung about stays to be seen.
    if (!visit && !row.closed) return []
    return [entryOf(row, visit, known, institutionId, people.get(row.personId), given.get(row.appointmentId)?.answer ?? null)]
  })
}

type Visit = Awaited<ReturnType<typeof appointmentsOfDay>>[number]
type Person = Awaited<ReturnType<typeof personSummaries>> extends Map<string, infer P> ? P : never

function entryOf(row: Row, visit: Visit | undefined, known: Snapshot, institutionId: number, person: Person | undefined, answer: CallEntry['answer']): CallEntry {
  const department = visit && known.departments.get(`${institutionId}/${visit.departmentId}`)
  const doctor = visit?.practitionerId ? known.practitioners.get(`${institutionId}/${visit.practitionerId}`) : undefined
  const { appointmentId, reason, tries, result, closed } = row
  return {
    appointmentId, reason, tries, result, closed, answer,
    startsAt: row.startsAt.toISOString(), rungAt: row.rungAt?.toISOString() ?? null,
    person: person ? { personId: person.personId, name: person.name, sex: person.sex, age: person.age, phoneMasked: person.phoneMasked } : null,
    department: department?.name ?? '', departmentEn: department?.nameEn ?? '', doctor: doctor?.name ?? null, doctorEn: doctor?.nameEn ?? null,
  }
}

/** The number behind an open call, for who makes it now. A visit that is on no list answers nothing. */
export async function numberToRing(tx: Tx, context: Context, institutionId: number, appointmentId: string): Promise<{ phone: string | null }> {
  const { rows } = await sql<{ personId: string }>`select person_id as "personId" from attendance.call
    where institution_id = ${institutionId} and appointment_id = ${appointmentId} and not closed`.execute(tx)
  if (!rows[0]) throw new CallNotFound()
  return { phone: await phoneToRing(tx, context, rows[0].personId) }
}
