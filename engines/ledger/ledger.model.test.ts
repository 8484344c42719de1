import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { closeDays, unexplained } from './index.ts'
import { installPlayer, playInDatabase, startOf } from './testing/in-database.ts'
import { playOverConnections } from './testing/over-connections.ts'
import { sequence } from './testing/sequences.ts'

// The same operations, done by the engine on the database and by the plainest program that could be right (O1).
// `npm run bench -- ledger-model` plays a hundred thousand sequences.
const { db, owner, url } = await testDatabase()
const SEED = 20_261_122
await installPlayer(owner)
const sample = (runs: number) => fc.sample(sequence, { numRuns: runs, seed: SEED }).map((one, n) => ({ number: n, sequence: one }))

test('any sequence of transfers, holds, links, reversals, repeats, late and lost messages and crashes ends as the plain model says', async () => {
  const sequences = sample(100)
  const totals = { done: 0, refused: 0, crashed: 0 }
  for (let from = 0; from < sequences.length; from += 50) {
    const played = await playInDatabase(db, sequences.slice(from, from + 50))
    expect(played.faults).toEqual([])
    for (const key of ['done', 'refused', 'crashed'] as const) totals[key] += played[key]
    await closeDays(db, systemContext('test', new Date(startOf(from + 50))))
  }
  // A sample that refuses nothing, or everything, would prove nothing.
  for (const count of Object.values(totals)) expect(count).toBeGreaterThan(20)
  expect(await inTransaction(db, systemContext('test', new Date()), unexplained)).toEqual([])
}, 60_000)

test('over real connections that are killed between statements and at the commit, a transaction is done whole or not at all', async () => {
  const totals = { acts: 0, killed: 0 }
  for (const one of sample(6)) {
    const played = await playOverConnections(url, db, owner, { ...one, number: one.number + 500 })
    expect(played.faults).toEqual([])
    totals.acts += played.acts
    totals.killed += played.killed
  }
  expect(totals.killed).toBeGreaterThan(2)
  expect(await inTransaction(db, systemContext('test', new Date()), unexplained)).toEqual([])
}, 60_000)

test('the comparison finds a ledger that forgets to give back what was held', async () => {
  await sql.raw(`create or replace function ledger.release(p_institution integer, p_hold uuid) returns void language plpgsql as $$ begin end $$`).execute(owner)
  const played = await playInDatabase(db, sample(50).map((one) => ({ ...one, number: one.number + 1000 })))
  expect(played.faults.length).toBeGreaterThan(0)
})
