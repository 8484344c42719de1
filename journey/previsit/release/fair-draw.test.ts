import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from './server.ts'
import { anOpening, BEFORE, crowd, OPENS } from './testing/test-opening.ts'

const PEOPLE = 10_000
const UNITS = 30
const DRAWS = 300
const { url, owner } = await testDatabase()
await testServer([module], { url }, { now: BEFORE })

/** 0 is equal for all, 1 is everything for one. */
function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const sum = sorted.reduce((total, value) => total + value, 0)
  return sorted.reduce((total, value, i) => total + (2 * (i + 1) - sorted.length - 1) * value, 0) / (sorted.length * sum)
}

function chiSquare(values: readonly number[]): number {
  const expected = values.reduce((total, value) => total + value, 0) / values.length
  return values.reduce((total, value) => total + (value - expected) ** 2 / expected, 0)
}

/** Of a person's number in one order with their number in the other; 1 is the same order, 0 has nothing to do with it. */
function rankCorrelation(places: readonly number[]): number {
  const n = places.length
  const squares = places.reduce((total, place, i) => total + (place - (i + 1)) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}

const tenth = (i: number, n: number) => Math.min(9, Math.floor((i / n) * 10))

test('P3: 10,000 people for 30 units: who wins has nothing to do with who came first, nor with how fast the device is', async () => {
  const id = await anOpening(owner, 1, { serviceId: 1 })
  const everybody = crowd(PEOPLE)
  const seed = await promised(id)
  // They come in this order, a batch after the other, as the lanes of a server bring them.
  for (let from = 0; from < PEOPLE; from += 500) {
    const batch = everybody.slice(from, from + 500)
    await sql`select count(*) from release.join_batch(1, ${id}, ${seed}, ${batch.map((one) => one.accountId)}::uuid[], ${batch.map((one) => one.personId)}::uuid[],
      ${batch.map(() => 'test')}::text[], ${new Date(BEFORE.getTime() + from)})`.execute(owner)
  }
  await sql`select * from release.advance(1, ${id}, ${seed}, ${UNITS}, ${OPENS})`.execute(owner)
  const { rows } = await sql<{ id: string; account: string; place: number }>`select id, account_id as account, drawn_place as place from release.ticket where opening_id = ${id}`.execute(owner)
  const ticketOf = new Map(rows.map((row) => [row.account, row]))
  const inOrderOfComing = everybody.map((one) => ticketOf.get(one.accountId)!)
  const correlation = rankCorrelation(inOrderOfComing.map((one) => one.place))
  expect(new Set(inOrderOfComing.map((one) => one.place)).size).toBe(PEOPLE)

  // The same people, drawn again with other seeds by the same rule: what one draw cannot show, three hundred can.
  const byArrival = Array.from({ length: 10 }, () => 0)
  const bySpeed = Array.from({ length: 10 }, () => 0)
  const speed = new Map(inOrderOfComing.map((one) => [one.id, createHash('sha256').update(`device of ${one.account}`).digest().readUInt32BE(0)]))
  const bySlowness = new Map([...inOrderOfComing].sort((a, b) => speed.get(a.id)! - speed.get(b.id)!).map((one, i) => [one.id, tenth(i, PEOPLE)]))
  const arrival = new Map(inOrderOfComing.map((one, i) => [one.id, tenth(i, PEOPLE)]))
  for (let draw = 0; draw < DRAWS; draw++) {
    const again = draw === 0 ? seed : randomBytes(32).toString('hex')
    const keys = inOrderOfComing.map((one) => ({ id: one.id, key: createHash('sha256').update(`${again}:${one.id}`).digest('hex') }))
    const winners = keys.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, UNITS)
    if (draw === 0) expect(winners.map((one) => one.id)).toEqual([...inOrderOfComing].sort((a, b) => a.place - b.place).slice(0, UNITS).map((one) => one.id))
    for (const winner of winners) {
      byArrival[arrival.get(winner.id)!]!++
      bySpeed[bySlowness.get(winner.id)!]!++
    }
  }
  console.log(`rank correlation of coming and place: ${correlation.toFixed(4)}
${DRAWS} draws, wins by tenth of arrival: ${byArrival.join(' ')}; chi-square ${chiSquare(byArrival).toFixed(1)} of 9 degrees (27.9 at 0.001; 36 fails)
wins by tenth of device speed: ${bySpeed.join(' ')}; Gini ${gini(bySpeed).toFixed(4)}`)
  // 1/sqrt(n - 1) is one standard deviation of the correlation when there is none.
  expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(PEOPLE - 1))
  expect(chiSquare(byArrival)).toBeLessThan(36)
  expect(gini(bySpeed)).toBeLessThan(0.05)
}, 120_000)

test('the check notices an order that is not drawn: first come, first served', () => {
  const places = Array.from({ length: PEOPLE }, (_, i) => i + 1)
  expect(rankCorrelation(places)).toBe(1)
  expect(gini([300, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeGreaterThan(0.8)
})

async function promised(id: string): Promise<string> {
  const { unseal } = await import('#platform/crypto/index.ts')
  const { rows } = await sql<{ sealed: Buffer }>`select seed_sealed as sealed from release.opening where id = ${id}`.execute(owner)
  return unseal(rows[0]!.sealed)
}
