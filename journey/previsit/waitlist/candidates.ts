import { sql } from 'kysely'
import type { FreedUnit, FreedUnitRef } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export interface Candidate {
  readonly entryId: string
  readonly personId: string
  readonly priority: number
  readonly daysWaited: number
  readonly noticeHours: number
  readonly contact: 'message' | 'call'
  /** Asked to be booked at once for a time like this. */
  readonly auto: boolean
}

/**
 * Who could have this unit, in the published order: clinical priority, whole days waited, shorter notice needed, then a lot drawn
 * from the numbers of entry and unit. Not those who are being asked for another time, nor those who were asked for this one.
 * Their entries are kept until the transaction ends; one that somebody else is deciding about this moment is passed by.
 */
export async function candidatesFor(tx: Tx, { now }: Context, ref: FreedUnitRef, unit: FreedUnit, { most, not }: { most: number; not: readonly string[] }): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select e.id as "entryId", e.person_id as "personId", e.priority, capacity.local_day(${now}) - capacity.local_day(e.created_at) as "daysWaited",
      e.notice_hours as "noticeHours", e.contact, (e.auto_until >= ${unit.day}::date and ${unit.half} = any (e.auto_halves)) is true as auto
    from capacity.waiters_for(${ref.institutionId}, ${unit.serviceId}, ${unit.day}, ${unit.half}, ${unit.startsAt}, ${now}) w
    join waitlist.entry e on e.id = w.waiter_id and e.status = 'waiting'
    where e.id <> all (${[...not]}::uuid[]) and (e.instead_of is null or e.otherwise_day is null or ${unit.day}::date < e.otherwise_day)
      and not exists (select from waitlist.offer o where o.entry_id = e.id
        and (o.status in ('open', 'accepted') or (o.institution_id = ${ref.institutionId} and o.unit_id = ${ref.unitId})))
    order by e.priority, "daysWaited" desc, e.notice_hours, md5(e.id::text || '/' || ${ref.institutionId}::text || '/' || ${ref.unitId}::text)
    limit ${most} for update of e skip locked`.execute(tx)
  return rows
}
