import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { systemClock } from '#platform/clock/index.ts'
import { loadConfig } from '#platform/config/index.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { createLive } from '#platform/realtime/live.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { Month, WARM_DAYS } from './waitlist/month.ts'
import { FIRST_DAY, makeWorld } from './waitlist/world.ts'

const SEED = 'linxi'
const PEOPLE = 2500
const COUNTS_FROM = `timestamptz '${FIRST_DAY} 00:00+08' + interval '${WARM_DAYS} days'`

/**
 * Five weeks of one booked-out doctor on a moved clock, four of which count, twice with the same chance: with the waitlist and
 * without. The product's own operations run in both; what people do is assumed in waitlist/month.ts. Without a waitlist a freed
 * unit is filled when somebody happens to look. Counted is every booked unit given back before its time, however late.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const withList = await simulate(true, say, resultWith)
  const without = await simulate(false, say, freedAndHad)
  return {
    ratios: {
      refill_of_freed_units: withList.byWaitlist / withList.freed,
      refill_in_all: withList.hadAgain / withList.freed,
      refill_by_chance_without_waitlist: without.hadAgain / without.freed,
      offers_accepted: withList.accepted / withList.offers,
    },
    invariants: { oversold: withList.oversold, units_promised_twice: withList.promisedTwice, offers_unexplained: withList.unexplained, movements_unexplained: withList.movements },
    figures: {
      median_days_gained: { value: withList.gained ?? 0, unit: 'days' },
      median_days_gained_of_those_with_a_later_one: { value: withList.gainedSooner ?? 0, unit: 'days' },
      median_days_gained_of_those_with_nothing: { value: withList.gainedFromNothing ?? 0, unit: 'days at least' },
      freed_units: { value: withList.freed, unit: 'units in 28 days' },
      refilled_by_waitlist: { value: withList.byWaitlist, unit: 'units' },
      offers_made: { value: withList.offers, unit: 'offers' },
      entries: { value: withList.entries, unit: 'people who waited' },
      entries_booked: { value: withList.entriesBooked, unit: 'of them by an offer' },
    },
  }
}

async function simulate<T>(withWaitlist: boolean, say: (line: string) => void, look: (client: pg.Client) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  useKeys('intl', { current: 'k1', masterKeys: new Map([['k1', new Uint8Array(32).fill(1)]]) })
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  const { db, pool } = openDatabase(database.url, { poolSize: 4, applicationName: 'bench' })
  try {
    await migrate(database.url)
    await makeWorld(client, PEOPLE, withWaitlist)
    const log = pino({ level: 'error' })
    const services = { db, pool, config: loadConfig({ DEMO: 'on', DATABASE_URL: database.url }), clock: systemClock, log, live: createLive(pool, log) }
    await new Month(services, SEED, withWaitlist).run(say)
    return await look(client)
  } finally {
    await closeDatabase(db)
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Booked units given back before their time, in the four weeks, and how many of them somebody had again, by whatever way. */
async function freedAndHad(client: pg.Client): Promise<{ freed: number; hadAgain: number }> {
  const { rows } = await client.query<{ freed: number; hadAgain: number }>(`
    select coalesce(sum(f.n), 0)::integer as freed, coalesce(sum(least(f.n, b.n)), 0)::integer as "hadAgain"
    from (select period_id, count(*) as n, min(ended_at) as first from booking.appointment
      where status = 'cancelled' and end_reason in ('cannot come', 'sooner-by-waitlist') and ended_at >= ${COUNTS_FROM} group by 1) f
    cross join lateral (select count(*) as n from booking.appointment a where a.period_id = f.period_id and a.created_at >= f.first
      and (a.status = 'booked' or (a.status = 'cancelled' and a.end_reason in ('cannot come', 'sooner-by-waitlist')))) b`)
  return rows[0]!
}

/** Median days between the day somebody would have had and the day they got. Who had found nothing would have had, at best, the first day not yet open. */
const gainedBy = (otherwise: string, who: string) => `select percentile_cont(0.5) within group (order by (${otherwise}) - booked_day)::float as n
  from waitlist.entry where status = 'booked' and end_reason = 'offer' and ${who}`

async function resultWith(client: pg.Client) {
  const one = async (sql: string) => (await client.query<{ n: number | null }>(sql)).rows[0]!.n
  return {
    ...(await freedAndHad(client)),
    byWaitlist: Number(await one(`select count(*)::integer as n from capacity.freed_unit where status = 'taken' and freed_at >= ${COUNTS_FROM}`)),
    offers: Number(await one('select count(*)::integer as n from waitlist.offer')),
    accepted: Number(await one(`select count(*)::integer as n from waitlist.offer where status = 'accepted' and mode <> 'auto'`)),
    entries: Number(await one('select count(*)::integer as n from waitlist.entry')),
    entriesBooked: Number(await one(`select count(*)::integer as n from waitlist.entry where status = 'booked' and end_reason = 'offer'`)),
    gained: await one(gainedBy('coalesce(otherwise_day, capacity.local_day(created_at) + 15)', 'true')),
    gainedSooner: await one(gainedBy('otherwise_day', 'otherwise_day is not null')),
    gainedFromNothing: await one(gainedBy('capacity.local_day(created_at) + 15', 'otherwise_day is null')),
    oversold: Number(await one('select count(*)::integer as n from capacity.allotment where taken > units or taken < 0')),
    promisedTwice: Number(await one(`select count(*)::integer as n from waitlist.offer a join waitlist.offer b on b.institution_id = a.institution_id and b.unit_id = a.unit_id and b.id > a.id
      and a.mode = 'hold' and b.mode = 'hold' and tstzrange(a.made_at, coalesce(a.answered_at, 'infinity')) && tstzrange(b.made_at, coalesce(b.answered_at, 'infinity'))`)),
    unexplained: Number(await one(`select count(*)::integer as n from waitlist.offer o where o.why->>'orderVersion' is null
      or not exists (select from platform.audit a where a.subject = 'offer/' || o.id and a.action = 'waitlist.make-offer')`)),
    movements: Number(await one(`select count(*)::integer as n from (
      select u.period_id, count(*) filter (where not exists (select from capacity.freed_unit v where v.taken_by = u.freed_by)) as there, count(*) filter (where u.status = 'returned') as back
      from capacity.freed_unit u group by 1) f
      where f.there <> (select coalesce(sum(m.units), 0) from capacity.pool_move m where m.period_id = f.period_id and m.to_pool_id = 8)
        or f.back <> (select coalesce(sum(m.units), 0) from capacity.pool_move m where m.period_id = f.period_id and m.from_pool_id = 8)`)),
  }
}
