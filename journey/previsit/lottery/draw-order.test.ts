import { createHash, createHmac, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { drawOrder } from './draw-order.ts'

const seedOf = (n: number) => createHash('sha256').update(`seed ${n}`).digest('hex')
const entries = (count: number, weightOf: (i: number) => number = () => 1) => Array.from({ length: count }, (_, i) => ({ id: randomUUID(), weight: weightOf(i) }))

test('the order does not depend on the order of the applications', async () => {
  const all = entries(500, (i) => 1 + (i % 5))
  const shuffled = [...all].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(await drawOrder(seedOf(1), shuffled)).toEqual(await drawOrder(seedOf(1), all))
  expect(await drawOrder(seedOf(2), all)).not.toEqual(await drawOrder(seedOf(1), all))
})

test('the key of each is u^(1/weight) of its own keyed hash, and the exact order is that of the keys', async () => {
  const all = entries(300, (i) => 1 + (i % 7))
  const order = await drawOrder(seedOf(3), all)
  for (const one of order) {
    const n = createHmac('sha256', seedOf(3)).update(one.id).digest().readBigUInt64BE(0) + 1n
    expect(one.key).toBeCloseTo((Number(n) / 2 ** 64) ** (1 / one.weight), 12)
  }
  for (let i = 1; i < order.length; i++) expect(order[i]!.key).toBeLessThanOrEqual(order[i - 1]!.key + 1e-15)
})

test('P3: twice the weight is drawn first twice as often: chi-square over 4000 seeds', async () => {
  const all = [{ id: randomUUID(), weight: 1 }, { id: randomUUID(), weight: 2 }, { id: randomUUID(), weight: 5 }]
  const first = new Map<string, number>()
  for (let n = 0; n < 4000; n++) {
    const [winner] = await drawOrder(seedOf(n), all)
    first.set(winner!.id, (first.get(winner!.id) ?? 0) + 1)
  }
  const expected = all.map(({ weight }) => (4000 * weight) / 8)
  const chi = all.reduce((sum, { id }, i) => sum + ((first.get(id) ?? 0) - expected[i]!) ** 2 / expected[i]!, 0)
  console.log(`first of ${all.map(({ id, weight }) => `weight ${weight}: ${first.get(id)}`).join(', ')}; chi-square ${chi.toFixed(2)} of 2 degrees (13.8 at 0.001)`)
  expect(chi).toBeLessThan(13.82)
})
