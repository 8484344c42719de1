import { sql } from 'kysely'
import { addDays, workDays } from '#engines/capacity/index.ts'
import { type Counted, putHistory } from '#journey/outpatient/operations/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type InstitutionId, systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase } from '#platform/database/index.ts'
import { DEMO_HOSPITAL } from './data/demo-people.ts'
import { chance, type Chance } from './prng.ts'

const HISTORY_DAYS = 120
/** Of a day's people, by hour from seven: they come in the morning, and again after noon. */
const SHAPE = [0.06, 0.17, 0.16, 0.13, 0.08, 0.03, 0.06, 0.11, 0.09, 0.06, 0.03, 0.01, 0.01]
/** Monday is busiest, Sunday quiet, a public holiday quieter. */
const WEEK = [0, 1.22, 1.06, 1.02, 1, 0.97, 0.66, 0.42, 0.3]
const RESPIRATORY = /呼吸|儿科|发热/

const items = [
  ['wheelchair', 'LY-01', 20_000, 4], ['wheelchair', 'LY-02', 20_000, 4], ['wheelchair', 'LY-03', 20_000, 4], ['stroller', 'YC-01', 10_000, 4],
  ['stretcher', 'PC-01', 0, 2], ['charger', 'CD-01', 5000, 8], ['umbrella', 'YS-01', 2000, 24],
] as const

/**
 * What the office and the desk of the demonstration's hospital need to be of use from the first minute: things to lend, and
 * some months of arrivals, made up from the seed and marked so, with more coughs than usual in the last week.
 */
export async function showOperations(url: string, { seed, now }: { seed: string; now: Date }): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  const context = systemContext('sample-region', now, DEMO_HOSPITAL as InstitutionId)
  try {
    await inTransaction(db, context, async (tx) => {
      for (const [kind, code, cents, hours] of items) {
        await sql`insert into servicedesk.item (institution_id, id, kind, code, home, deposit_cents, hours, added_at)
          values (${DEMO_HOSPITAL}, gen_random_uuid(), ${kind}, ${code}, '门诊一楼服务台', ${cents}, ${hours}, ${now}) on conflict do nothing`.execute(tx)
      }
      const { rows } = await sql<{ id: number; name: string; perDay: number }>`select d.id, d.name, count(*)::float8 / 4 as "perDay" from directory.department d
        join directory.service v on v.institution_id = d.institution_id and v.department_id = d.id
        join capacity.session s on s.institution_id = v.institution_id and s.service_id = v.id
        where d.institution_id = ${DEMO_HOSPITAL} group by d.id, d.name order by d.id`.execute(tx)
      await putHistory(tx, DEMO_HOSPITAL, rows.flatMap((department) => daysOf(department, seed, localDay(now))), { synthetic: true })
    })
  } finally {
    await closeDatabase(db)
  }
}

/** A department's months: its size by its sessions, the week, holidays and make-up days, drift, and chance. */
function daysOf({ id, name, perDay }: { id: number; name: string; perDay: number }, seed: string, today: string): Counted[] {
  const luck = chance(seed, 'arrivals', id)
  const size = Math.max(8, perDay * (4 + luck.next() * 3))
  return workDays(addDays(today, -HISTORY_DAYS), HISTORY_DAYS).flatMap(({ day, weekday }, at) => {
    const cough = RESPIRATORY.test(name) && at >= HISTORY_DAYS - 9 ? 1.35 : 1
    const expected = size * WEEK[weekday]! * (1 + at / 2400) * cough * (0.92 + luck.next() * 0.16)
    return SHAPE.map((share, hour) => ({ departmentId: id, day, hour: 7 + hour, arrived: poisson(expected * share, luck) }))
  })
}

function poisson(mean: number, luck: Chance): number {
  if (mean > 30) return poisson(mean / 2, luck) + poisson(mean / 2, luck)
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = luck.next(); product > limit; product *= luck.next()) count++
  return count
}
