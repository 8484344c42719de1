import { sql } from 'kysely'
import { anInstitution, type Clinic } from '#journey/previsit/booking/testing/a-clinic.ts'
import { phoneColumns } from '#journey/throughout/people/index.ts'
import type { Actor, InstitutionId } from '#platform/context/context.ts'
import { type Db, newId } from '#platform/database/index.ts'

export function manager(institutionId = 1): Actor {
  return { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institutionId as InstitutionId, roles: ['manager'] }
}

export function physician(staffId: number, institutionId = 1): Actor {
  return { kind: 'staff', accountId: newId(), staffId, institutionId: institutionId as InstitutionId, roles: ['physician'] }
}

/** Gives these people a phone each; whoever has none has to be called. */
export async function withPhones(owner: Db, personIds: readonly string[]): Promise<void> {
  let last = 10_000_100
  for (const personId of personIds) {
    const { phone_sealed: sealed, phone_hash: hash, phone_masked: masked } = phoneColumns(`130${last++}`)
    await sql`update people.person set phone_sealed = ${sealed}, phone_hash = ${hash}, phone_masked = ${masked} where person_id = ${personId}`.execute(owner)
  }
}

/** Another clinic of the same doctor on another day. */
export async function anotherDay(owner: Db, clinic: Clinic, day: string, units: number, periods = 4): Promise<number[]> {
  await anInstitution(owner, clinic.institutionId)
  const { rows } = await sql<{ id: number }>`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
    values (${clinic.institutionId}, ${clinic.serviceId}, ${clinic.serviceId}, ${day}, 'morning', capacity.local_time(${day}, '08:00'),
      capacity.local_time(${day}, '08:00') + make_interval(mins => ${periods * 15})) returning id`.execute(owner)
  const { rows: made } = await sql<{ id: number }>`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select ${clinic.institutionId}, ${rows[0]!.id}, ${clinic.serviceId}, capacity.local_time(${day}, '08:00') + make_interval(mins => 15 * (g - 1)),
      capacity.local_time(${day}, '08:00') + make_interval(mins => 15 * g) from generate_series(1, ${periods}::integer) g returning id`.execute(owner)
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select ${clinic.institutionId}, p, 1, ${units} from unnest(${made.map((row) => row.id)}::bigint[]) p`.execute(owner)
  return made.map((row) => row.id)
}

/** What must hold of suspensions however things went; each sentence is a fault found. */
export async function suspensionFaults(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    select 'period ' || coalesce(a.period_id, o.period_id) || ' keeps ' || coalesce(a.units, 0) || ' units for ' || coalesce(o.n, 0) || ' offers' as fault
      from (select x.institution_id, x.period_id, x.units from capacity.allotment x join capacity.pool l on l.institution_id = x.institution_id and l.id = x.pool_id and l.code = 'rebooking') a
      full join (select institution_id, period_id, count(*) as n from suspension.offer where state = 'open' group by 1, 2) o
        on o.institution_id = a.institution_id and o.period_id = a.period_id
      where coalesce(a.units, 0) <> coalesce(o.n, 0)
    union all
    select 'suspended without anybody knowing: ' || a.id from booking.appointment a where a.status = 'suspended'
      and not exists (select from suspension.affected f where f.institution_id = a.institution_id and f.appointment_id = a.id)
    union all
    select 'still booked in a suspended session: ' || a.id from booking.appointment a join capacity.session s on s.institution_id = a.institution_id and s.id = a.session_id
      where s.status = 'suspended' and a.status in ('held', 'booked')
    union all
    select 'rebooked into nothing: ' || f.appointment_id from suspension.affected f where f.state = 'rebooked'
      and not exists (select from booking.appointment a where a.institution_id = f.new_institution_id and a.id = f.new_appointment_id and a.person_id = f.person_id)
    union all
    select 'told ' || count(*) || ' times: ' || m.key from messaging.message m where m.key like 'suspension/%' group by m.key, m.phone_hash having count(*) > 1
    union all
    select 'an open offer for somebody who has answered: ' || o.id from suspension.offer o join suspension.affected f on f.institution_id = o.home_institution_id
      and f.suspension_id = o.suspension_id and f.appointment_id = o.appointment_id where o.state = 'open' and f.state <> 'open'`.execute(owner)
  return rows.map((row) => row.fault)
}
