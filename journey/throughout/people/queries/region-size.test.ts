import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { aPerson, type APerson, asPatient, asStaff } from '../testing/a-person.ts'
import { registerFound } from '../operations/enter-at-desk.ts'
import { family } from './family.ts'
import { personSummaries } from './person-summary.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const crowd = 30_000
let someone: APerson

beforeAll(async () => {
  await sql`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select gen_random_uuid(), 'x', 'x', sha256(g::text::bytea), 'male', '1990-01-01', now() from generate_series(1, ${crowd}) g`.execute(owner)
  someone = await aPerson(db)
  await sql`analyze people.person`.execute(owner)
})

/** Rows of persons that a piece of work made the database look at. */
async function looksAt(work: () => Promise<unknown>): Promise<number> {
  const seen = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(owner)
    const { rows } = await sql<{ n: number }>`select (seq_tup_read + idx_tup_fetch)::bigint as n from pg_stat_all_tables where relid = 'people.person'::regclass`.execute(owner)
    return rows[0]!.n
  }
  const settled = async () => {
    for (let last = -1, now = await seen(); ; last = now, now = await seen()) {
      if (now === last) return now
      await new Promise((later) => { setTimeout(later, 1200) })
    }
  }
  const before = await settled()
  await work()
  return (await settled()) - before
}

test('reading one person or one family never judges the whole region row by row', async () => {
  const desk = asStaff(3)
  const own = asPatient(someone.actor)
  const looked = await looksAt(async () => {
    await inTransaction(db, desk, (tx) => registerFound(tx, desk, someone.personId))
    await inTransaction(db, desk, (tx) => personSummaries(tx, desk, [someone.personId]))
    await inTransaction(db, own, (tx) => family(tx, own))
  })
  expect(looked).toBeGreaterThan(0)
  expect(looked).toBeLessThan(crowd / 10)
}, 60_000)
