import { expect, test } from 'vitest'
import { createLanes } from './index.ts'

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

test('what arrives together is one batch, what comes while it is in flight the next, and each caller gets their own answer', async () => {
  const sizes: number[] = []
  const lanes = createLanes<number, number>({
    lanes: 1, maxBatch: 100, laneOf: () => 0,
    run: async (batch) => {
      sizes.push(batch.length)
      await tick()
      return batch.map((n) => n * 10)
    },
  })
  const together = Array.from({ length: 50 }, (_, i) => lanes.submit(i))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const meanwhile = Array.from({ length: 30 }, (_, i) => lanes.submit(50 + i))
  expect(lanes.waiting(0)).toBe(30)
  expect(await Promise.all([...together, ...meanwhile])).toEqual(Array.from({ length: 80 }, (_, i) => i * 10))
  expect(sizes).toEqual([50, 30])
  expect(lanes.stats()).toEqual({ batches: 2, members: 80 })
})

test('a batch never grows beyond its limit', async () => {
  const sizes: number[] = []
  const lanes = createLanes<number, number>({ lanes: 1, maxBatch: 8, laneOf: () => 0, run: async (batch) => (sizes.push(batch.length), await tick(), batch) })
  await Promise.all(Array.from({ length: 30 }, (_, i) => lanes.submit(i)))
  expect(Math.max(...sizes)).toBe(8)
})

test('a batch that fails fails its own members, and the lane goes on', async () => {
  let first = true
  const lanes = createLanes<number, number>({
    lanes: 1, maxBatch: 10, laneOf: () => 0,
    run: async (batch) => {
      if (first) {
        first = false
        throw new Error('broken')
      }
      return batch
    },
  })
  const broken = lanes.submit(1)
  const results = await Promise.allSettled([broken, broken.catch(() => lanes.submit(2))])
  expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled'])
})

test('lanes do not wait for each other', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const lanes = createLanes<number, number>({ lanes: 2, maxBatch: 10, laneOf: (n) => n, run: async (batch) => (batch[0] === 0 ? (await held, batch) : batch) })
  const slow = lanes.submit(0)
  expect(await lanes.submit(1)).toBe(1)
  release()
  expect(await slow).toBe(0)
})

test('where several came together the next few are given a moment to gather; whoever comes alone waits for nobody', async () => {
  const sizes: number[] = []
  const lanes = createLanes<number, number>({ lanes: 1, maxBatch: 100, gatherMs: 40, laneOf: () => 0, run: async (batch) => (sizes.push(batch.length), await tick(), batch) })
  const first = Array.from({ length: 10 }, (_, i) => lanes.submit(i))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const few = Array.from({ length: 3 }, (_, i) => lanes.submit(i))
  await Promise.all(first)
  const late = Array.from({ length: 5 }, (_, i) => lanes.submit(i))
  await Promise.all([...few, ...late])
  expect(sizes).toEqual([10, 8])
  for (let alone = 0; alone < 3; alone++) {
    const began = performance.now()
    await lanes.submit(alone)
    expect(performance.now() - began).toBeLessThan(35)
  }
})
