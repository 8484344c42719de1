import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TailedEvent } from '#platform/events/index.ts'
import { holdRecent } from './recent.ts'

const event = (n: number, topics: readonly string[]): TailedEvent => ({
  position: { xid: String(90 + Math.floor(n / 3)), id: n }, id: n, type: 'sample.said.v1', institutionId: null, topics, payload: {}, occurredAt: new Date(0),
})
const before = { xid: '0', id: 0 }
const topics = ['a', 'b', 'c']

test('whatever was said and wherever somebody was cut off: they are told all of it once and in order, or that it is too long ago', () => {
  fc.assert(fc.property(fc.array(fc.subarray(topics), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), fc.nat(60), fc.subarray(topics, { minLength: 1 }), (said, most, cutAt, wanted) => {
    const recent = holdRecent(most, before)
    const all = said.map((of, at) => event(at + 1, of))
    for (const one of all) recent.add(one)
    const place = cutAt === 0 ? before : event(Math.min(cutAt, Math.max(1, all.length)), []).position
    const missed = all.filter((one) => one.id > place.id && one.topics.some((topic) => wanted.includes(topic)))
    const told = recent.since(wanted, place)
    if (told) expect(told.map(({ id }) => id)).toEqual(missed.map(({ id }) => id))
    else expect(all.filter((one) => one.topics.length > 0 && one.id > place.id).length).toBeGreaterThan(most)
  }), { numRuns: 500 })
})
