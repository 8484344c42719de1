import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Context, InstitutionId } from '#platform/context/context.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { aHall, at, codeOf, due, start } from './arrange.ts'
import type { RuleOfOrder } from './contract.ts'
import type { FairnessRule } from './fairness.ts'
import * as queue from './index.ts'
import { lineUnder, type Waiter } from './rule-preview.ts'

const { db, owner } = await testDatabase()
const { run, aQueue, join, labels } = aHall(db)

const usual: RuleOfOrder = { graceMinutes: 5, periodMinutes: 10, advanceMinutes: { 'elder-80': 10, disabled: 10, 'service-member': 10, urgent: 30 }, returnAfter: 1, returnEvery: 2 }
const elderly: RuleOfOrder = { ...usual, advanceMinutes: { ...usual.advanceMinutes, 'elder-80': 60 } }
const manager = (institutionId: number, minute = 0): Context => ({
  ...at(minute), institutionId: institutionId as InstitutionId, actor: { kind: 'staff', accountId: 'm', staffId: 1, institutionId: institutionId as InstitutionId, roles: ['manager'] },
})
const publish = (institutionId: number, over: Partial<Parameters<typeof queue.publishRule>[2]> = {}, minute = 0) =>
  run(manager(institutionId, minute), (tx, context) =>
    queue.publishRule(tx, context, { institutionId, rule: elderly, validFrom: '2026-03-17', validTo: null, reason: '本院高龄患者多', ...over }))
const ruleOf = (institutionId: number, minute = 0) => run(manager(institutionId, minute), (tx, context) => queue.ruleOfOrder(tx, context, institutionId))
const DAY = 24 * 60

describe('a hospital publishes its own rule of order', () => {
  test('O4 it holds for whoever comes from then on; who had a place keeps it; other hospitals keep theirs', async () => {
    const [here, there] = [await aQueue(), await aQueue()]
    const comers = async (where: typeof here, minute: number) => {
      await join(where.institutionId, where.queueId, minute, { class: 'booked', due: due(20) })
      await join(where.institutionId, where.queueId, minute, { class: 'booked', due: due(50), priorityGroup: 'elder-80' })
    }
    await comers(here, 1)
    await comers(there, 1)
    expect(await publish(here.institutionId, {}, 2)).toEqual({ version: 2 })
    expect(await labels(here.institutionId, here.queueId, 3)).toEqual(['A001', 'A002'])
    await comers(here, 4)
    await comers(there, 4)
    expect(await labels(here.institutionId, here.queueId, 5)).toEqual(['A004', 'A001', 'A003', 'A002'])
    expect(await labels(there.institutionId, there.queueId, 5)).toEqual(['A001', 'A003', 'A002', 'A004'])
  })

  test('O4 every version stays readable with days, reason and who; it is announced and leaves an audit row', async () => {
    const { institutionId } = await aQueue()
    await publish(institutionId)
    await publish(institutionId, { rule: usual, validFrom: '2026-03-20', reason: '试行结束' })
    const { rule, ownRule, versions } = await ruleOf(institutionId)
    expect([rule.version, rule.advanceMinutes['elder-80'], ownRule]).toEqual([2, 60, true])
    expect(versions).toMatchObject([{ version: 3, validFrom: '2026-03-20', reason: '试行结束' }, { version: 2, validFrom: '2026-03-17', reason: '本院高龄患者多' }])
    expect((await ruleOf(institutionId, 3 * DAY)).rule.version).toBe(3)
    const events = await sql<{ payload: object }>`select payload from platform.event where type = 'queue.rule-published.v1' and institution_id = ${institutionId} order by id`.execute(owner)
    expect(events.rows[0]!.payload).toEqual({ institutionId, version: 2, validFrom: '2026-03-17', validTo: null })
    const audit = await sql`select from platform.audit where action = 'queue.publish-rule' and institution_id = ${institutionId}`.execute(owner)
    expect(audit.rows).toHaveLength(2)
  })

  test('O4 for a week only: on the day after, what held before holds again', async () => {
    const { institutionId } = await aQueue()
    await publish(institutionId, { validTo: '2026-03-23' })
    expect((await ruleOf(institutionId, 6 * DAY)).rule.advanceMinutes['elder-80']).toBe(60)
    expect((await ruleOf(institutionId, 7 * DAY)).rule.advanceMinutes['elder-80']).toBe(10)
  })

  test('O4 refused: a day in the past, an end before the beginning, numbers outside the limits, another hospital; nothing is left', async () => {
    const { institutionId } = await aQueue()
    for (const over of [{ validFrom: '2026-03-16' }, { validTo: '2026-03-16' }, { rule: { ...usual, graceMinutes: 600 } }, { rule: { ...usual, periodMinutes: 0 } }]) {
      expect(await codeOf(publish(institutionId, over))).toBe('queue.rule-not-sound')
    }
    const stranger = run(manager(institutionId + 9000), (tx, context) =>
      queue.publishRule(tx, context, { institutionId, rule: usual, validFrom: '2026-03-17', validTo: null, reason: 'x' }))
    await expect(stranger).rejects.toThrow(/belongs to the hospital/)
    expect((await ruleOf(institutionId)).versions).toEqual([])
    await expect(run(manager(institutionId), (tx) => sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values ('queue.fairness', ${institutionId}, '2026-03-17', '{}', '', '')`.execute(tx)))
      .rejects.toThrow(/permission denied/)
  })

  test('O4 of eight who publish in the same moment each makes a version of its own', async () => {
    const { institutionId } = await aQueue()
    const made = await Promise.all(Array.from({ length: 8 }, () => publish(institutionId)))
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect((await ruleOf(institutionId)).rule.version).toBe(9)
  })
})

describe('what a rule would do, before it is applied', () => {
  test('O4 the preview names who would move, and changes nothing', async () => {
    const { institutionId, queueId } = await aQueue()
    await join(institutionId, queueId, 1, { class: 'booked', due: due(20) })
    await join(institutionId, queueId, 2, { class: 'booked', due: due(50), priorityGroup: 'elder-80' })
    const preview = await run(manager(institutionId, 5), (tx, context) => queue.previewRule(tx, context, institutionId, elderly))
    expect(preview).toMatchObject({ waiting: 2, forward: 1, back: 1 })
    expect(preview.queues[0]!.entries).toMatchObject([{ label: 'A002', placeNow: 2, placeThen: 1 }, { label: 'A001', placeNow: 1, placeThen: 2 }])
    expect(await labels(institutionId, queueId, 6)).toEqual(['A001', 'A002'])
  })

  const anyLine = fc.array(fc.record({
    class: fc.constantFrom('booked', 'walk-in', 'returning'), period: fc.integer({ min: 0, max: 20 }), came: fc.integer({ min: 0, max: 200 }),
    group: fc.constantFrom('', 'elder-80', 'urgent'),
  }), { maxLength: 30 }).map((people) => people.toSorted((a, b) => a.came - b.came).map((one, i): Waiter => ({
    id: String(i), class: one.class as Waiter['class'], priorityGroup: one.group, dueFrom: due(one.period * 10).from, dueTo: due(one.period * 10).to,
    joinedAt: new Date(start.getTime() + one.came * 60_000), number: i + 1, keeps: null,
  })))

  test('O4 under every rule everybody stands in the line exactly once, and the same rule moves nobody', () => {
    const anyRule = fc.record({ graceMinutes: fc.integer({ min: 0, max: 60 }), elder: fc.integer({ min: 0, max: 120 }), returnAfter: fc.integer({ min: 0, max: 10 }), returnEvery: fc.integer({ min: 0, max: 10 }) })
    fc.assert(fc.property(anyLine, anyRule, (line, numbers) => {
      const rule: FairnessRule = { ...usual, version: 1, ...numbers, advanceMinutes: { ...usual.advanceMinutes, 'elder-80': numbers.elder } }
      const stood = lineUnder(rule, line)
      expect(stood.toSorted()).toEqual(line.map(({ id }) => id).toSorted())
      expect(lineUnder(rule, line)).toEqual(stood)
    }))
  })

  test('O4 granting a group a longer start never puts any of them further back among the booked', () => {
    fc.assert(fc.property(anyLine, (people) => {
      const line = people.filter((one) => one.class === 'booked' && one.joinedAt <= one.dueTo!)
      const [now, then] = [10, 60].map((start) => lineUnder({ ...usual, version: 1, advanceMinutes: { 'elder-80': start } }, line))
      for (const one of line.filter((waiter) => waiter.priorityGroup === 'elder-80')) expect(then!.indexOf(one.id)).toBeLessThanOrEqual(now!.indexOf(one.id))
    }))
  })
})
