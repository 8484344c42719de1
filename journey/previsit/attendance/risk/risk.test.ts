import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { brierOf, expected, likelyWith, recalibrate } from './calibrate.ts'
import { asSeenAtBooking, historyBefore, NEVER, type Visit } from './facts.ts'
import { fit } from './fit.ts'
import { drawerOf, examplesIn, NoData } from './folder.ts'
import { judge } from './judge.ts'
import { shippedModel } from './model.ts'
import { crossValidate } from './train.ts'
import { contributionsOf, probability, scoreOf } from './trees.ts'
import { factsOfVisit } from './visit-facts.ts'

const DATA = fileURLToPath(new URL('../../../../../shared/data/appointments/dev', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'liuxin-visits-'))
afterAll(() => rmSync(folder, { recursive: true }))

const DAY = 86_400_000
const visit = (bookedDay: number, day: number, missed: boolean | null, atHour = 9): Visit => ({ bookedAt: bookedDay * DAY + atHour * 3_600_000, bookedDay, day, missed })

describe('what is known of a person (P3)', () => {
  const past = [visit(1, 5, true), visit(2, 9, false), visit(3, 10, true), visit(4, 15, false), visit(11, 12, true), visit(12, 20, true), visit(12, 25, true)]
  const own = visit(10, 20, true)

  test('on the eve is what was over by then: neither the visit itself nor anything of its day or later is looked at', () => {
    const known = historyBefore(own, [...past, own])
    expect(known).toEqual({
      known: 5, missed: 3, missedShare: 3.6 / 8, lastMissed: 0, sinceLast: 5, keptSince: 1, missedSince: 2, booked: 7, bookedSince: 3, sameDay: 1, sameAct: 0, ahead: 5,
    })
    const turned = past.map((one) => (one.day >= 20 ? { ...one, missed: !one.missed } : one))
    expect(historyBefore({ ...own, missed: false }, turned)).toEqual(known)
  })

  test('when it was booked is less: what was over and what had been booked by that day', () => {
    expect(historyBefore(own, asSeenAtBooking(own, [...past, own]))).toMatchObject({ known: 2, missed: 1, lastMissed: 0, sinceLast: 11, keptSince: 0, booked: 4, bookedSince: 0 })
  })

  test('for the same day is nothing of that day', () => {
    const today = visit(20, 20, null, 9)
    expect(historyBefore(today, [visit(20, 20, true, 8), visit(20, 20, true, 10)])).toMatchObject({ known: 0, booked: 1, sameDay: 1 })
  })

  test('of a stranger is nothing', () => {
    expect(historyBefore(visit(1, 2, null), [])).toMatchObject({ known: 0, missedShare: expect.closeTo(0.2) as number, lastMissed: 0, sinceLast: NEVER, booked: 0 })
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

  test('says of every visit how much each fact added, and nothing is left over', () => {
    const facts = factsOfVisit({ bookedAt: at('2026-11-01'), startsAt: at('2026-11-30'), age: 24, sex: 'male' }, [{ bookedAt: at('2026-11-02'), startsAt: at('2026-11-10'), missed: true }])
    const nobody = Object.fromEntries(Object.keys(facts).map((fact) => [fact, NaN])) as unknown as typeof facts
    const moved = contributionsOf(shippedModel(), facts)
    const sum = [...moved.values()].reduce((total, by) => total + by, 0)
    expect(scoreOf(shippedModel(), nobody) + sum).toBeCloseTo(scoreOf(shippedModel(), facts), 8)
    expect(moved.get('lead')).toBeGreaterThan(0.3)
    expect(moved.get('missedShare')).toBeGreaterThan(0)
    for (const silent of ['place', 'welfare', 'hypertension', 'diabetes', 'alcohol', 'handicap'] as const) expect(moved.get(silent)).toBe(0)
  })

  test('has no names of places or people in it and is small', () => {
    const { trees, places, base } = shippedModel()
    const text = JSON.stringify([trees, places, base])
    expect(text).toMatch(/^[\d.,[\]e-]*$/)
    expect(text.length).toBeLessThan(70_000)
  })
})

describe('learning (P3)', () => {
  test('finds the rule that made the outcomes, and the same numbers each time', () => {
    const nobody = examplesOf(4000)
    const model = fit(nobody)
    expect(fit(nobody)).toEqual(model)
    const likely = (example: (typeof nobody)[number]) => probability(scoreOf(model, example.facts))
    const [often, seldom] = [nobody.filter(({ facts }) => facts.lead >= 10 && facts.age < 40), nobody.filter(({ facts }) => facts.lead < 10)]
    for (const [group, share] of [[often, 0.5], [seldom, 0.1]] as const) {
      expect(group.reduce((sum, one) => sum + likely(one), 0) / group.length).toBeCloseTo(share, 1)
    }
  })

  // Young people who booked early miss every second time, everybody else every tenth: a rule of two facts together.
  function examplesOf(count: number) {
    return Array.from({ length: count }, (_, i) => {
      const [lead, age] = [i % 20, 20 + (i % 37) + (i % 11)]
      const missed = (i * 7919) % 1000 < (lead >= 10 && age < 40 ? 500 : 100)
      return { facts: { ...factsOfVisit({ bookedAt: new Date('2026-11-01T10:00:00+08:00'), startsAt: new Date('2026-11-02T10:00:00+08:00'), age, sex: 'male' }, []), lead, place: 0 }, missed, group: String(i) }
    })
  }
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
    // A third of the people is enough to see it, and a third of the work; `npm run noshow:train` judges by all of them.
    const third = (asked: 'on-the-eve' | 'when-booked') => examplesIn(DATA, asked).filter(({ group }) => drawerOf(group) % 3 === 0)
    const { onTheEve, whenBooked } = crossValidate(third('on-the-eve'), third('when-booked'))
    expect(onTheEve.auc).toBeGreaterThan(0.72)
    expect(onTheEve.brier).toBeLessThan(0.147)
    expect(onTheEve.precision_at_top_10_percent).toBeGreaterThan(0.4)
    expect(whenBooked.auc).toBeGreaterThan(0.72)
    expect(whenBooked.auc).toBeLessThan(onTheEve.auc)
  })
})
