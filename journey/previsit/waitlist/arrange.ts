import { sql } from 'kysely'
import { module as capacity } from '#engines/capacity/server.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, patient, people } from '#journey/previsit/booking/testing/a-clinic.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import type { Actor } from '#platform/context/context.ts'
import type { Db } from '#platform/database/index.ts'
import { testServer, type TestServer } from '#platform/testing/index.ts'
import { module } from './server.ts'
import { tasks } from './tasks.ts'

/** Sunday 22 November, nine in the morning. The clinics are on the Wednesday of the week after next unless a test says otherwise. */
export const NOW = new Date('2026-11-22T09:00:00+08:00')
export const DAY = '2026-12-02'
const TASKS = ['waitlist.look-after', 'waitlist.end-past-entries', 'waitlist.tell-offers', 'booking.expire-holds']

export interface Someone {
  readonly personId: string
  readonly as: Actor
}

export async function waitlistServer(url: string): Promise<TestServer> {
  return testServer([capacity, booking, module], { url }, { now: NOW })
}

/** A clinic whose every unit is booked, and by whom. */
export async function aFullClinic(server: TestServer, owner: Db, options: Parameters<typeof aClinic>[1] = {}) {
  const clinic = await aClinic(owner, { day: DAY, periods: 2, ...options })
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility)
    values (${clinic.institutionId}, 8, 'waitlist', '候补', 60, '00:00', '{"channels": ["waitlist"]}') on conflict do nothing`.execute(owner)
  await known(server, clinic)
  const units = options.units?.['public'] ?? 1
  const holders: (Someone & { id: string; periodId: number })[] = []
  for (const periodId of clinic.periodIds) {
    for (let unit = 0; unit < units; unit++) {
      const one = await someone(owner)
      const { status, body } = await server.request('POST', '/api/booking/appointments', { as: one.as, body: { institutionId: clinic.institutionId, periodId, personId: one.personId } })
      if (status !== 201) throw new Error(`not booked: ${JSON.stringify(body)}`)
      holders.push({ ...one, id: body.id as string, periodId })
    }
  }
  return { ...clinic, holders }
}

export type FullClinic = Awaited<ReturnType<typeof aFullClinic>>

/** A process knows of a new clinic within half a second. */
async function known({ services }: TestServer, { institutionId, serviceId }: { institutionId: number; serviceId: number }): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await directory(services)).snapshot.services.has(`${institutionId}/${serviceId}`)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the directory never heard of the clinic')
}

export async function someone(owner: Db): Promise<Someone> {
  const [personId] = await people(owner, 1)
  return { personId: personId!, as: patient(personId!) }
}

export function wish({ institutionId, serviceId }: { institutionId: number; serviceId: number }, { personId }: Someone, more: object = {}) {
  return { institutionId, serviceId, personId, fromDay: '2026-11-22', toDay: '2026-12-10', halves: ['morning'], ...more }
}

export async function join(server: TestServer, clinic: { institutionId: number; serviceId: number }, one: Someone, more: object = {}): Promise<string> {
  const { status, body } = await server.request('POST', '/api/waitlist/entries', { as: one.as, body: wish(clinic, one, more) })
  if (status !== 201) throw new Error(`not on the waitlist: ${JSON.stringify(body)}`)
  return body.id as string
}

export async function cancel(server: TestServer, clinic: { institutionId: number }, holder: Someone & { id: string }): Promise<void> {
  const { status, body } = await server.request('POST', `/api/booking/appointments/${clinic.institutionId}/${holder.id}/cancel`, { as: holder.as, body: {} })
  if (status !== 200) throw new Error(`not cancelled: ${JSON.stringify(body)}`)
}

/** Everything the worker would do by now, until nothing happens any more. */
export async function settle(server: TestServer): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    for (const name of TASKS) await [...tasks, ...(booking.tasks ?? [])].find((task) => task.name === name)!.run(server.services)
    if ((await server.runReactions()) === 0) return
  }
}

export const minutes = (count: number) => count * 60

export async function offersOf(server: TestServer, one: Someone) {
  return (await server.request('GET', '/api/waitlist/offers', { as: one.as })).body as { id: string; institutionId: number; mode: string; answerBy: string; code: string; status: string; why: { passedOver: object; told: number } }[]
}

export const answer = (server: TestServer, one: Someone, offer: { institutionId: number; id: string }, what: 'accept' | 'decline') =>
  server.request('POST', `/api/waitlist/offers/${offer.institutionId}/${offer.id}/${what}`, { as: one.as, body: {} })

/** What must hold however things went; each sentence is a fault found. */
export async function faults(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    select 'oversold ' || a.period_id as fault from capacity.allotment a where a.taken > a.units or a.taken < 0
    union all
    select 'allotment ' || a.period_id || '/' || a.pool_id || ' counts ' || a.taken || ', claims are ' || count(c.id)
      from capacity.allotment a left join capacity.claim c on c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id
        and c.status in ('held', 'booked', 'done') group by a.institution_id, a.period_id, a.pool_id, a.taken having count(c.id) <> a.taken
    union all
    select 'promised twice: unit ' || unit_id from waitlist.offer where status = 'open' and mode = 'hold' group by institution_id, unit_id having count(*) > 1
    union all
    select 'won twice: unit ' || unit_id from waitlist.offer where status = 'accepted' group by institution_id, unit_id having count(*) > 1
    union all
    select 'an offer stands on unit ' || u.id || ' which is ' || u.status from waitlist.offer o join capacity.freed_unit u on u.institution_id = o.institution_id and u.id = o.unit_id
      where o.status = 'open' and o.mode = 'hold' and u.status <> 'open'
    union all
    select 'accepted, but unit ' || u.id || ' is ' || u.status from waitlist.offer o join capacity.freed_unit u on u.institution_id = o.institution_id and u.id = o.unit_id
      where o.status = 'accepted' and (u.status <> 'taken' or u.taken_by <> o.appointment_id)
    union all
    select 'units of those who wait in period ' || a.period_id || ' are ' || a.units || ', explained are ' || x.open + x.booked
      from capacity.allotment a join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id and l.code = 'waitlist'
      cross join lateral (select
        (select count(*) from capacity.freed_unit u where u.institution_id = a.institution_id and u.period_id = a.period_id and u.status = 'open') as open,
        (select count(*) from capacity.claim c where c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id and c.status in ('booked', 'done')) as booked) x
      join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id
      join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id and s.status = 'open'
      where a.units <> x.open + x.booked
    union all
    select 'unexplained offer ' || o.id from waitlist.offer o where o.why is null or o.why->>'orderVersion' is null
      or not exists (select from platform.audit a where a.subject = 'offer/' || o.id and a.action = 'waitlist.make-offer')
    union all
    select 'waits no more, yet units are kept for ' || w.waiter_id from capacity.waiter w join waitlist.entry e on e.id = w.waiter_id where e.status <> 'waiting'`.execute(owner)
  const moves = await sql<{ fault: string }>`
    select 'period ' || f.period_id || ': ' || f.freed || ' units freed for those who wait, ' || f.moved || ' movements there; ' || f.returned || ' returned, ' || f.back || ' movements back' as fault
    from (select u.institution_id, u.period_id,
        count(*) filter (where not exists (select from capacity.freed_unit v where v.institution_id = u.institution_id and v.taken_by = u.freed_by)) as freed,
        count(*) filter (where u.status = 'returned') as returned,
        (select coalesce(sum(m.units), 0) from capacity.pool_move m join capacity.pool l on l.institution_id = m.institution_id and l.id = m.to_pool_id and l.code = 'waitlist'
          where m.institution_id = u.institution_id and m.period_id = u.period_id) as moved,
        (select coalesce(sum(m.units), 0) from capacity.pool_move m join capacity.pool l on l.institution_id = m.institution_id and l.id = m.from_pool_id and l.code = 'waitlist'
          where m.institution_id = u.institution_id and m.period_id = u.period_id) as back
      from capacity.freed_unit u where u.freed_by is not null group by 1, 2) f
    where f.freed <> f.moved or f.returned <> f.back`.execute(owner)
  return [...rows, ...moves.rows].map((row) => row.fault)
}
