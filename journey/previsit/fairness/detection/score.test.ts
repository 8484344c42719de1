import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ScalpingRule, SignalCode } from '../contract.ts'
import { aGroup, randomFrom } from '../testing/crowd.ts'
import { components, mostlyOf, type Trace } from './graph.ts'
import { scoreOf } from './score.ts'
import { carriers, evidenceIn } from './suggest.ts'

/** The rule as it is published. */
const rule = JSON.parse(/'fairness\.scalping', 0, '2024-01-01',\s*'([^']+)'/.exec(readFileSync(new URL('../../../../migrations/0027_previsit_fairness.sql', import.meta.url), 'utf8'))![1]!) as ScalpingRule
const quiet = { mostRefusedInAnHour: 0 }
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 1) + seconds * 1000)
let serial = 0
const trace = (given: Partial<Trace> = {}): Trace => ({
  appointmentId: `a${++serial}`, personId: `p${serial}`, accountId: `k${serial}`, holderId: null, device: null, phone: null, payer: null, periodId: serial, departmentId: 1,
  bookedAt: at(serial * 3600), openedAt: null, status: 'booked', endedAt: null, related: true, ...given,
})
const points = (traces: readonly Trace[], code: SignalCode) => scoreOf(traces, quiet, false, rule).signals.find((signal) => signal.code === code)!

describe('what hangs together', () => {
  test('through a device, a payer or a person; strangers stay apart', () => {
    const a = trace({ device: 'd1' })
    const b = trace({ device: 'd1', payer: 'payer' })
    const c = trace({ payer: 'payer', personId: 'mother' })
    const d = trace({ personId: 'mother' })
    expect(components([a, trace(), b, c, d, trace()]).map((group) => group.length).toSorted((a, b) => a - b)).toEqual([1, 1, 4])
  })

  test('a machine that very many share ties nobody together', () => {
    const many = Array.from({ length: 60 }, () => trace({ device: 'kiosk' }))
    expect(components(many)).toHaveLength(60)
  })
})

describe('signals, each with its number and its evidence', () => {
  test('a family booked in one press is one booking to the rhythm', () => {
    const together = Array.from({ length: 6 }, () => trace({ accountId: 'k', bookedAt: at(100) }))
    expect(points(together, 'machine-rhythm')).toMatchObject({ value: 0, points: 0 })
    const atOnce = Array.from({ length: 6 }, () => trace({ device: 'd', bookedAt: at(100) }))
    expect(points(atOnce, 'machine-rhythm').value).toBe(5)
    const oneByOne = Array.from({ length: 6 }, (_, n) => trace({ accountId: 'k', bookedAt: at(100 + n) }))
    expect(points(oneByOne, 'machine-rhythm')).toMatchObject({ value: 5, limit: 3, points: 10 })
  })

  test('a place given back and taken by another of the group at once is a pass; taken an hour later it is none', () => {
    const given = trace({ device: 'd', periodId: 7, status: 'cancelled', endedAt: at(1000) })
    const taken = trace({ device: 'd', periodId: 7, bookedAt: at(1030) })
    expect(points([given, taken], 'cancel-pass')).toMatchObject({ value: 1, points: 12, evidence: [given.appointmentId, taken.appointmentId] })
    expect(points([given, { ...taken, bookedAt: at(4700) }], 'cancel-pass').value).toBe(0)
    expect(points([given, { ...taken, personId: given.personId }], 'cancel-pass').value).toBe(0)
  })

  test('the score is the sum anybody can add up', () => {
    const { score, signals, counter } = scoreOf(aGroup('bot', randomFrom(7)).traces, { mostRefusedInAnHour: 300 }, false, rule)
    expect(score).toBe(Math.max(0, signals.reduce((sum, one) => sum + one.points, 0) - counter.reduce((sum, one) => sum + one.points, 0)))
  })

  test('that a named helper books for many opens no finding; that they resell does', () => {
    const random = randomFrom(7)
    const nurses = Array.from({ length: 200 }, () => aGroup('school-nurse', random).traces)
    const scores = (isNamed: boolean) => nurses.map((traces) => scoreOf(traces, quiet, isNamed, rule).score)
    expect([Math.max(...scores(false)), Math.max(...scores(true))]).toEqual([expect.toSatisfy((score: number) => score > 20), 0])
    const sellers = Array.from({ length: 200 }, () => aGroup('named-helper', random))
    expect(sellers.filter(({ traces, refusedInAnHour }) => scoreOf(traces, { mostRefusedInAnHour: refusedInAnHour }, true, rule).score >= rule.openAt).length).toBeGreaterThanOrEqual(190)
  })

  test('one client who is also helped by somebody on the list excuses nobody', () => {
    const bot = aGroup('bot', randomFrom(7)).traces
    const helped = trace({ phone: 'named', personId: bot[0]!.personId, device: 'at-home' })
    expect(mostlyOf([...bot, helped], (one) => one.phone === 'named')).toBe(false)
    expect(mostlyOf([helped, trace({ device: 'at-home' }), trace()], (one) => one.phone === 'named')).toBe(true)
  })
})

describe('who would be closed by a reviewer who follows the rule', () => {
  test('no honest family of any kind, in a thousand of each', () => {
    const random = randomFrom(20_261_122)
    for (const kind of ['alone', 'daughter', 'tablet', 'eager', 'undecided', 'care-home', 'school-nurse', 'village-doctor', 'volunteer-on-list'] as const) {
      const advised = Array.from({ length: 1000 }, () => aGroup(kind, random)).filter(({ traces, refusedInAnHour, onTheList }) => scoreOf(traces, { mostRefusedInAnHour: refusedInAnHour }, onTheList, rule).advice === 'restrict')
      expect({ kind, advised: advised.length }).toEqual({ kind, advised: 0 })
    }
  })

  test('a daughter who books for a mother that also went to a reseller is in the picture, and carries none of the evidence', () => {
    const bot = aGroup('bot', randomFrom(3))
    const client = bot.traces[0]!
    const home = trace({ accountId: 'daughter', device: 'her-phone', personId: client.personId })
    const all = [...bot.traces, home]
    const { signals } = scoreOf(all, { mostRefusedInAnHour: 300 }, false, rule)
    const named = carriers(all, evidenceIn(signals)).map(({ subject }) => subject)
    expect(components(all).find((group) => group.includes(home))!.length).toBeGreaterThan(1)
    expect(named).toContain(client.device)
    expect(named).not.toContain('daughter')
    expect(named).not.toContain('her-phone')
  })
})
