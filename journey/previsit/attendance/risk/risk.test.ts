import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { brierOf, expected, likelyWith, recalibrate } from './calibrate.ts'
import { historyBefore, type Visit } from './facts.ts'
import { probability, scoreOf } from './fit.ts'
import { drawerOf, examplesIn, NoData } from './folder.ts'
import { judge } from './judge.ts'
import { shippedModel } from './model.ts'
import { crossValidate } from './train.ts'
import { factsOfVisit } from './visit-facts.ts'

const DATA = fileURLToPath(new URL('../../../../../shared/data/appointments/dev', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'liuxin-visits-'))
afterAll(() => rmSync(folder, { recursive: true }))

const DAY = 86_400_000
const visit = (bookedDay: number, day: number, missed: boolean | null, atHour = 9): Visit => ({ bookedAt: bookedDay * DAY + atHour * 3_600_000, bookedDay, day, missed })

describe('what was known of a person (P3)', () => {
  test('is what was over before the day of booking: neither the visit itself nor anything later is looked at', () => {
    const own = visit(10, 20, true)
    const past = [visit(1, 5, true), visit(2, 9, false), visit(3, 10, true), visit(4, 15, true), visit(11, 12, true)]
    expect(historyBefore(own, [...past, own])).toMatchObject({ known: 2, missed: 1, lastMissed: 0, sinceLast: 1, booked: 4 })
    const turned = past.map((one) => (one.day >= 10 ? { ...one, missed: !one.missed } : one))
    expect(historyBefore({ ...own, missed: false }, turned)).toEqual(historyBefore(own, past))
  })

  test('of a stranger is nothing, and says nothing', () => {
    expect(historyBefore(visit(1, 2, null), [])).toEqual({ known: 0, missed: 0, lastMissed: NaN, sinceLast: NaN, booked: 0, sameDay: 0, sameAct: 0, ahead: 0 })
  })
})

describe('the shipped model (P3)', () => {
  const at = (day: string) => new Date(`${day}T10:00:00+08:00`)
  const likely = (bookedAt: string, startsAt: string, missed: boolean[] = [], age = 35) => {
    const earlier = missed.map((one, i) => ({ bookedAt: at(`2026-09-0${i + 1}`), startsAt: at(`2026-09-1${i + 1}`), missed: one }))
    return probability(scoreOf(shippedModel(), factsOfVisit({ bookedAt: at(bookedAt), startsAt: at(startsAt), age, sex: 'female' }, earlier)))
  }

  test('knows what everybody knows: today is kept, next month is forgotten, and who missed before may miss again', () => {
    expect(likely('2026-11-23', '2026-11-23')).toBeLessThan(0.1)
    expect(likely('2026-11-01', '2026-11-30')).toBeGreaterThan(2 * likely('2026-11-23', '2026-11-23'))
    expect(likely('2026-11-16', '2026-11-23', [true, true])).toBeGreaterThan(likely('2026-11-16', '2026-11-23', [false, false]))
    expect(likely('2026-11-16', '2026-11-23', [], 70)).toBeLessThan(likely('2026-11-16', '2026-11-23', [], 22))
  })

  test('has no names in it and is small', () => {
    const text = JSON.stringify({ base: shippedModel().base, tables: shippedModel().tables })
    expect(text).toMatch(/^[\d\s.,:{}[\]"e-]*(base|tables|[\d\s.,:{}[\]"e-])*$/)
    expect(text.length).toBeLessThan(50_000)
  })
})

describe('local outcomes (P3)', () => {
  test('set the level and the slope, and judge better than the numbers that were shipped', () => {
    const start = expected(0.1, 0.2)
    const outcomes = Array.from({ length: 4000 }, (_, i) => {
      const score = -3 + ((i * 7919) % 4000) / 1000
      return { score, missed: ((i * 104_729) % 1000) / 1000 < probability(-0.8 + 0.6 * score) }
    })
    const learned = recalibrate(outcomes, start)
    expect(learned.shift).toBeCloseTo(-0.8, 0)
    expect(learned.slope).toBeCloseTo(0.6, 0)
    expect(brierOf(outcomes, learned)).toBeLessThan(brierOf(outcomes, start))
  })

  test('that turn the order round change the level only', () => {
    const outcomes = Array.from({ length: 2000 }, (_, i) => ({ score: (i % 20) / 10 - 2, missed: i % 20 < 4 }))
    const learned = recalibrate(outcomes, expected(0.1, 0.2))
    expect(learned.slope).toBe(1)
    expect(likelyWith(learned, 0)).toBeGreaterThan(likelyWith(learned, -2))
  })
})

test('judging: a perfect order has an area of 1, no order 0.5, and ties count half', () => {
  expect(judge([0.1, 0.2, 0.8, 0.9], [false, false, true, true])).toMatchObject({ auc: 1, precision_at_top_10_percent: 1 })
  expect(judge([0.5, 0.5, 0.5, 0.5], [false, true, false, true])).toMatchObject({ auc: 0.5, brier: 0.25 })
  expect(judge([0.9, 0.1], [false, true]).auc).toBe(0)
})

describe('the scripts (P3)', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('./evaluate.ts', import.meta.url)), ...args], { encoding: 'utf8' })
    return { status, stdout, stderr }
  }

  test('say in one sentence what is missing, and fail', () => {
    expect(run('--json')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--data DIR') as string })
    expect(run('--data', '/nowhere')).toMatchObject({ status: 2, stderr: expect.stringContaining('no folder /nowhere') as string })
    expect(run('--data', folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('No file') as string })
  })

  test('judge a folder laid out alike, histories made from it alone, and print one object', () => {
    const header = 'PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Neighbourhood,Scholarship,Hipertension,Diabetes,Alcoholism,Handcap,SMS_received,No-show'
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 20},${i},F,2016-05-${String(2 + (i % 5)).padStart(2, '0')}T08:00:00Z,2016-05-${String(6 + (i % 20)).padStart(2, '0')}T00:00:00Z,${20 + i},X,0,0,0,0,0,${i % 2},${i % 4 === 0 ? 'Yes' : 'No'}`)
    writeFileSync(join(folder, 'visits.csv'), [header, ...rows].join('\n'))
    const { status, stdout } = run('--data', folder, '--json')
    expect(status).toBe(0)
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['auc', 'brier', 'precision_at_top_10_percent'])
    expect(examplesIn(folder)).toHaveLength(60)
    expect(() => examplesIn(join(folder, '..', 'liuxin-nowhere'))).toThrow(/ENOENT|NoData/)
    expect(new NoData('x')).toBeInstanceOf(Error)
  })

  test.skipIf(!existsSync(DATA))('on people not learned from the model is at least as good as promised', { timeout: 180_000 }, () => {
    // Half of the people are enough to see it, and half the work; `npm run noshow:train` judges by all of them.
    const half = examplesIn(DATA).filter(({ group }) => drawerOf(group) % 2 === 0)
    const { auc, brier, precision_at_top_10_percent: precision } = crossValidate(half)
    expect(auc).toBeGreaterThan(0.72)
    expect(brier).toBeLessThan(0.147)
    expect(precision).toBeGreaterThan(0.39)
  })
})
