import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallPayload } from '../../contract.ts'
import { isOfUse, keyOf, nextVoice, silent, USE_MS, type VoiceEvent, type VoiceQueue } from './voice-queue.ts'

const START = Date.parse('2026-03-17T10:00:00+08:00')
const call = (room: number, over: Partial<CallPayload> = {}): CallPayload => ({
  institutionId: 1, zoneId: 'd1', queueId: room, label: `A0${room}`, displayName: '李*庚', pointId: room, pointName: `${room} 诊室`, pointNameEn: `Room ${room}`,
  callCount: 1, calledAt: new Date(START).toISOString(), ...over,
})
const told = (one: CallPayload, now = START): VoiceEvent => ({ type: 'call', call: one, now, repeats: 2 })

interface Played { readonly said: string[]; readonly turns: number[]; readonly queue: VoiceQueue }

/** Plays events and says at once whatever is to be said, as a loudspeaker with no length would; time goes on with each word. */
function play(events: readonly VoiceEvent[], secondsAWord = 0): Played {
  const [said, turns]: [string[], number[]] = [[], []]
  let queue = silent
  let now = START
  const speak = () => {
    while (queue.current && !turns.includes(queue.current.turn)) {
      turns.push(queue.current.turn)
      said.push(keyOf(queue.current.call))
      now += secondsAWord * 1000
      queue = nextVoice(queue, { type: 'said', turn: queue.current.turn, now, repeats: 2 })
    }
  }
  for (const event of events) queue = nextVoice(queue, event)
  speak()
  return { said, turns, queue }
}

test('O4 three rooms that call at once are said one after the other, in the order of the calls, each twice', () => {
  const rooms = [1, 2, 3].map((room) => call(room))
  expect(play(rooms.map((one) => told(one))).said).toEqual(rooms.flatMap((one) => [keyOf(one), keyOf(one)]))
})

test('O4 a call told again after a cut is said once; a recall is said again', () => {
  const first = call(1)
  const again = call(1, { callCount: 2 })
  const { said } = play([told(first), told(first), told(again), told(first)])
  expect(said).toEqual([keyOf(first), keyOf(first), keyOf(again), keyOf(again)])
})

test('O4 a call older than its use is not said', () => {
  expect(play([told(call(1), START + USE_MS)]).said).toEqual([])
})

test('O4 the first rooms of two institutions are two rooms', () => {
  const [here, there] = [call(1), call(1, { institutionId: 2 })]
  expect(new Set(play([told(here), told(there)]).said).size).toBe(2)
})

test('O4 when many wait each is said once, so that the last does not come too late', () => {
  const rooms = [1, 2, 3, 4, 5, 6].map((room) => call(room))
  const { said } = play(rooms.map((one) => told(one)), 5)
  expect(new Set(said).size).toBe(6)
})

const anyEvent = fc.oneof(
  fc.record({ room: fc.integer({ min: 1, max: 6 }), count: fc.integer({ min: 1, max: 3 }), age: fc.integer({ min: 0, max: 150 }) }).map((it) => ({ kind: 'call' as const, ...it })),
  fc.record({ kind: fc.constant('said' as const), late: fc.boolean() }),
  fc.record({ kind: fc.constant('time' as const), seconds: fc.integer({ min: 0, max: 60 }) }),
)

test('O4 whatever comes in whatever order: one voice at a time, in order, nothing of use is lost, nothing twice, nothing old', () => {
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 60 }), (steps) => {
    let queue = silent
    let now = START
    const order: string[] = []
    const begun: { key: string; call: CallPayload; at: number; turn: number }[] = []
    const note = () => {
      const { current } = queue
      if (current && begun.at(-1)?.turn !== current.turn) begun.push({ key: keyOf(current.call), call: current.call, at: now, turn: current.turn })
    }
    for (const step of steps) {
      const before = queue.current
      if (step.kind === 'time') now += step.seconds * 1000
      if (step.kind === 'call') {
        const one = call(step.room, { callCount: step.count, calledAt: new Date(START - step.age * 1000).toISOString() })
        if (!order.includes(keyOf(one))) order.push(keyOf(one))
        queue = nextVoice(queue, { type: 'call', call: one, now, repeats: 2 })
        // Somebody is being told something: nobody interrupts.
        if (before) expect(queue.current).toEqual(before)
      }
      if (step.kind === 'said' && queue.current) queue = nextVoice(queue, { type: 'said', turn: queue.current.turn - (step.late ? 1 : 0), now, repeats: 2 })
      note()
    }
    for (let turn = 0; queue.current && turn < 500; turn++) {
      queue = nextVoice(queue, { type: 'said', turn: queue.current.turn, now, repeats: 2 })
      note()
    }
    expect(queue.current).toBeNull()
    expect(queue.waiting).toEqual([])
    const firsts = begun.map(({ key }) => key).filter((key, at, all) => all[at - 1] !== key)
    expect(new Set(firsts).size).toBe(firsts.length)
    expect(firsts).toEqual(order.filter((key) => firsts.includes(key)))
    for (const one of begun) expect(isOfUse(one.call, one.at)).toBe(true)
    // What was never said had lost its use by the end.
    const lost = order.filter((key) => !firsts.includes(key))
    for (const key of lost) expect(now - Date.parse(key.split('/').at(-1)!)).toBeGreaterThanOrEqual(USE_MS)
  }), { numRuns: 300, seed: 5 })
})

test('O4 that an emergency goes first is said once, in its turn, and not again when it is told again', () => {
  const notice = { institutionId: 1, zoneId: 'd1', queueId: 1, at: new Date(START).toISOString(), longerFrom: 8, longerTo: 12 }
  const say = (now = START): VoiceEvent => ({ type: 'call', call: notice, now, repeats: 2 })
  expect(play([told(call(1)), say(), say(), told(call(2))]).said).toEqual([keyOf(call(1)), keyOf(call(1)), keyOf(notice), keyOf(call(2)), keyOf(call(2))])
  expect(play([say(START + USE_MS)]).said).toEqual([])
})
