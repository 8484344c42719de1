import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { bareEnvironment } from '#platform/config/index.ts'
import { flowBack, moveUnits, type PoolCode, putPool, releasedUnits } from '#engines/capacity/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, faults, patient, people, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { beganWith } from './queries/session-story.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([booking], { url }, { now: SUNDAY })
const codes: readonly PoolCode[] = ['public', 'revisit', 'on-site', 'family-doctor']

type Step =
  | { readonly kind: 'move'; readonly at: number; readonly from: PoolCode | null; readonly to: PoolCode | null; readonly units: number }
  | { readonly kind: 'flow'; readonly hours: number }
  | { readonly kind: 'book'; readonly at: number }

const pool = fc.option(fc.constantFrom(...codes), { freq: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('move' as const), at: fc.nat(3), from: pool, to: pool, units: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('flow' as const), hours: fc.integer({ min: 0, max: 120 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('book' as const), at: fc.nat(3) }) },
)

let institutions = 100

test('P3 however units are moved, flow and are booked: none is lost, each movement explains itself once, and indicator 2 adds up from the rows', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
    const institutionId = ++institutions
    const clinic = await aClinic(owner, { institutionId, periods: 4, units: { public: 2, 'family-doctor': 2, revisit: 1 }, day: '2026-11-27' })
    const context = systemContext('test', SUNDAY)
    await inTransaction(db, context, (tx) => putPool(tx, institutionId, 'family-doctor', { opensDaysBefore: 28, opensAt: '00:00', closesMinutesBefore: 0, eligibility: {},
      steps: [{ flowsTo: 'revisit', daysBefore: 4, at: '08:00', sharePercent: 50 }, { flowsTo: 'public', daysBefore: 1, at: '00:00', sharePercent: 100 }] }))
    await inTransaction(db, context, (tx) => putPool(tx, institutionId, 'revisit', { opensDaysBefore: 28, opensAt: '00:00', closesMinutesBefore: 0, eligibility: { seenWithinDays: 365 },
      steps: [{ flowsTo: 'public', daysBefore: 2, at: '12:00', sharePercent: 100 }] }))
    const expected = clinic.periodIds.map(() => 5)
    let explained = 0
    for (const one of steps) {
      const periodId = clinic.periodIds['at' in one ? one.at : 0]!
      if (one.kind === 'move') {
        const moved = await inTransaction(db, context, (tx) => moveUnits(tx, context, { institutionId, periodId, from: one.from, to: one.to, units: one.units, reason: 'test' }))
        expected[one.at]! += one.from === null ? moved : one.to === null ? -moved : 0
        if (moved > 0) explained++
      } else if (one.kind === 'flow') {
        const now = new Date(SUNDAY.getTime() + one.hours * 3_600_000)
        const at = systemContext('test', now)
        await Promise.all([inTransaction(db, at, (tx) => flowBack(tx, at)), inTransaction(db, at, (tx) => flowBack(tx, at))])
      } else {
        const [personId] = await people(owner, 1)
        await server.request('POST', '/api/booking/appointments', { as: patient(personId!), body: { institutionId, periodId, personId } })
      }
    }
    const { rows: periods } = await sql<{ id: number; pools: { pool: PoolCode; units: number }[]; total: number }>`
      select a.period_id as id, json_agg(json_build_object('pool', l.code, 'units', a.units)) as pools, sum(a.units)::integer as total from capacity.allotment a
      join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id where a.institution_id = ${institutionId} group by 1 order by 1`.execute(owner)
    expect(periods.map((one) => one.total)).toEqual(expected)
    const { rows: moves } = await sql<{ periodId: number; from: PoolCode | null; to: PoolCode | null; units: number; reason: string }>`
      select m.period_id as "periodId", f.code as "from", t.code as "to", m.units, m.reason from capacity.pool_move m
      left join capacity.pool f on f.institution_id = m.institution_id and f.id = m.from_pool_id left join capacity.pool t on t.institution_id = m.institution_id and t.id = m.to_pool_id
      where m.institution_id = ${institutionId}`.execute(owner)
    expect(moves.filter((move) => move.reason === 'test')).toHaveLength(explained)
    // Taken back one after the other, the movements lead to what the clinic began with: none is missing, none is there twice.
    for (const period of periods) {
      const began = beganWith(period.pools, moves.filter((move) => Number(move.periodId) === Number(period.id)))
      expect(Object.fromEntries(began.map((one) => [one.pool, one.units]))).toEqual({ public: 2, 'family-doctor': 2, revisit: 1 })
    }
    const counted = await inTransaction(db, context, (tx) => releasedUnits(tx, institutionId, ['family-doctor'], '2026-11-01', '2026-11-30'))
    const byHand = periods.reduce((sum, period) => {
      const there = period.pools.find((one) => one.pool === 'family-doctor')!.units
      const mine = moves.filter((move) => Number(move.periodId) === Number(period.id) && move.from && move.to)
      const away = mine.reduce((n, move) => n + (move.from === 'family-doctor' ? move.units : move.to === 'family-doctor' ? -move.units : 0), 0)
      return sum + Math.min(period.total, Math.max(there, there + away))
    }, 0)
    expect(counted.reduce((sum, one) => sum + one.released, 0)).toBe(byHand)
  }), { numRuns: Number(bareEnvironment()['RUNS'] ?? 40), seed: 3 })
  expect(await faults(owner)).toEqual([])
}, 120_000)
