import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stackedSince, unroll } from '../cash/unroll.ts'
import type { NoteEvent } from '../contract.ts'
import { happened, insert, NEW_VALIDATOR } from '../simulator/bill-validator.ts'
import { wired } from '../simulator/acceptor.ts'
import { crc16, decode, encode } from './frame.ts'
import { EMPTY_DISK, look, renew, route } from './note-broker.ts'

describe('ccTalk on the line', () => {
  test('the check is the one of the standard: 123456789 gives 31C3, a simple poll of device 40 is 28 00 FF.. with its two halves apart', () => {
    expect(crc16([...'123456789'].map((figure) => figure.charCodeAt(0)))).toBe(0x31c3)
    const poll = encode({ to: 40, header: 254, data: [] }, 'crc')
    const crc = crc16([40, 0, 254])
    expect([...poll]).toEqual([40, 0, crc & 255, 254, crc >> 8])
    expect([...encode({ to: 2, header: 254, data: [] }, 'sum')]).toEqual([2, 0, 1, 254, 255])
  })

  test('what was sent is read back, and one bit turned on the way makes it nothing', () => {
    fc.assert(fc.property(fc.constantFrom('crc' as const, 'sum' as const), fc.integer({ min: 0, max: 255 }), fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (check, header, data, at, bit) => {
      const bytes = encode({ to: 40, header, data }, check)
      expect(decode(bytes, check)).toEqual({ to: 40, header, data })
      const damaged = Uint8Array.from(bytes)
      damaged[at % bytes.length]! ^= 1 << bit
      expect(decode(damaged, check)).toBeUndefined()
    }))
  })

  test('a damaged answer is asked for again; an acceptor that stays silent is told as such', async () => {
    const { acceptor } = wired(NEW_VALIDATOR)
    expect((await acceptor.types()).get(5)).toBe(10_000)
    expect(await acceptor.serial()).toBe('1048577')
    expect(await acceptor.route(1)).toBe(false)
  })
})

describe('the broker', () => {
  test('notes are let in for five seconds after the page’s word, and a word about the note before does not move the next', async () => {
    let device = NEW_VALIDATOR
    let disk = EMPTY_DISK
    const at = async (now: number) => {
      const line = wired(device)
      disk = await look(line.acceptor, disk, now)
      device = line.device()
    }
    await at(0)
    device = insert(device, 1000, 0)
    await at(1)
    expect(disk.escrow).toBeNull()
    disk = renew(disk, true, 10)
    await at(10)
    device = insert(device, 1000, 11)
    await at(12)
    const first = disk.escrow!
    expect(first.cents).toBe(1000)
    const line = wired(device)
    expect(await route(line.acceptor, disk, '019d0000-0000-7000-8000-000000000001', 'stack')).toBe(false)
    expect(await route(line.acceptor, disk, first.id, 'return')).toBe(true)
    device = line.device()
    await at(20)
    device = insert(device, 1000, 21)
    await at(22)
    expect(disk.escrow!.id).not.toBe(first.id)
    const seq = disk.seq
    await at(23)
    expect(disk.seq).toBe(seq)
    await at(6000)
    expect(disk.isIn).toBe(false)
  })
})

describe('events that come again', () => {
  const padded = (pairs: readonly (readonly [number, number])[]): NoteEvent[] => Array.from({ length: 5 }, (_, i) => (pairs[i] ? { what: 'stacked', cents: pairs[i][0] } : { what: 'none', cents: 0 }))

  test('however often it is looked, over wraps of the counter, each event is heard once and in order, and what nobody heard is counted', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 255 }), fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 120 }), (start, batches) => {
      let device = { ...NEW_VALIDATOR, counter: start }
      let heard = { serial: 's', run: 0, counter: start, eventNo: 0 }
      let n = 0
      const seen: number[] = []
      let missed = 0
      for (const size of batches) {
        for (let i = 0; i < size; i++) device = happened(device, ++n, 0)
        const now = unroll(heard, { serial: 's', counter: device.counter, events: padded(device.pairs) })
        heard = now.heard
        missed += now.missed
        seen.push(...now.fresh.map(({ cents }) => cents))
        expect(now.fresh.map(({ no }) => no)).toEqual(now.fresh.map(({ cents }) => cents))
      }
      expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
      expect(seen.length + missed).toBe(n)
    }))
  })

  test('a start anew forgets nothing that was heard, and counts that were set back are not believed', () => {
    expect(unroll({ serial: 's', run: 3, counter: 250, eventNo: 900 }, { serial: 's', counter: 0, events: padded([]) })).toMatchObject({ fresh: [], isNewRun: true, heard: { run: 4, counter: 0, eventNo: 0 } })
    expect(unroll({ serial: 's', run: 3, counter: 9, eventNo: 9 }, { serial: 't', counter: 20, events: padded([[1, 0]]) })).toMatchObject({ fresh: [], missed: 0, isNewRun: true })
    expect(stackedSince({ 1000: 7 }, { 1000: 9, 500: 0 })).toEqual(new Map([[1000, 2]]))
    expect(stackedSince({ 1000: 2 ** 24 - 1 }, { 1000: 1 })).toEqual(new Map([[1000, 2]]))
    expect(stackedSince({ 1000: 7 }, { 1000: 0 })).toBeUndefined()
  })
})
