import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { accountId, balanceOf, expireHolds, holdMoney, openAccounts, postHold, postTransfer, reverseTransfer, unexplained, voidHold } from './index.ts'

// The same operations, done by the engine on the database and by the plainest program that could be right.
const { db } = await testDatabase()
const start = new Date('2026-03-17T09:00:00+08:00').getTime()
const FLOORS = [0, 0, null, null] // two purses that cannot go below zero, a plain account and a busy one

type Step =
  | { do: 'post'; from: number; to: number; cents: number; again: boolean }
  | { do: 'hold'; from: number; to: number; cents: number; minutes: number | null }
  | { do: 'post-hold'; which: number; share: number }
  | { do: 'void'; which: number }
  | { do: 'reverse'; which: number }
  | { do: 'expire' }
  | { do: 'crash'; from: number; to: number; cents: number }

const account = fc.nat({ max: 3 })
const cents = fc.integer({ min: 1, max: 500 })
const which = fc.nat({ max: 30 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('post' as const), from: account, to: account, cents, again: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold' as const), from: account, to: account, cents, minutes: fc.option(fc.nat({ max: 8 })) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('post-hold' as const), which, share: fc.double({ min: 0, max: 1.2, noNaN: true }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), from: account, to: account, cents }) },
)

interface ModelHold { from: number; to: number; cents: number; expires: number; open: boolean }
interface ModelTransfer { from: number; to: number; cents: number; reversed: boolean }

/** Single-threaded and obvious: arrays and arithmetic. Each method says whether it was allowed. */
class Model {
  balances = [0, 0, 0, 0]
  holds: ModelHold[] = []
  transfers: ModelTransfer[] = []

  heldOut(a: number): number {
    return this.holds.filter((h) => h.open && h.from === a && h.to !== a).reduce((sum, h) => sum + h.cents, 0)
  }
  spendable(a: number): number {
    return FLOORS[a] === null ? Infinity : this.balances[a]! - this.heldOut(a)
  }
  post(from: number, to: number, amount: number): boolean {
    if (from !== to && amount > this.spendable(from)) return false
    this.balances[from]! -= amount
    this.balances[to]! += amount
    this.transfers.push({ from, to, cents: amount, reversed: false })
    return true
  }
  hold(from: number, to: number, amount: number, expires: number): boolean {
    if (from !== to && amount > this.spendable(from)) return false
    this.holds.push({ from, to, cents: amount, expires, open: true })
    return true
  }
  postHold(hold: ModelHold, amount: number, now: number): boolean {
    if (!hold.open || hold.expires <= now || amount > hold.cents || (hold.from === hold.to && amount > 0)) return false
    hold.open = false
    return this.post(hold.from, hold.to, amount)
  }
  reverse(transfer: ModelTransfer): boolean {
    if (transfer.reversed || (transfer.from !== transfer.to && transfer.cents > this.spendable(transfer.to))) return false
    transfer.reversed = true
    this.balances[transfer.from]! += transfer.cents
    this.balances[transfer.to]! -= transfer.cents
    return true
  }
}

let institutions = 5000

async function walk(steps: readonly Step[]): Promise<void> {
  const institutionId = ++institutions
  const model = new Model()
  const names = FLOORS.map((_, i) => ({ institutionId, kind: `account-${i}` }))
  const holdIds: string[] = []
  const transferIds: string[] = []
  let now = start
  const context = () => systemContext('test', new Date(now))
  const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, context(), work)
  const lines = (from: number, to: number, amount: number) => [{ accountId: accountId(names[from]!), cents: -amount }, { accountId: accountId(names[to]!), cents: amount }]
  const move = (id: string, from: number, to: number, amount: number) => ({ institutionId, id, kind: 'test', reference: 'test', lines: lines(from, to, amount) })
  /** True when done, false when refused; anything that is not a refusal fails the test. */
  const allowed = (work: Promise<unknown>) => work.then(() => true, (error: unknown) => {
    if (error instanceof DomainError) return false
    throw error
  })

  await run((tx) => openAccounts(tx, context(), names.map((name, i) => ({ ...name, busy: i === 3, ...(FLOORS[i] === null ? {} : { floorCents: FLOORS[i]! }) }))))
  for (const one of steps) {
    now += 60_000
    const id = newId()
    if (one.do === 'post') {
      const transfer = move(id, one.from, one.to, one.cents)
      const did = await allowed(run((tx) => postTransfer(tx, context(), transfer)))
      expect(did).toBe(model.post(one.from, one.to, one.cents))
      if (did) transferIds.push(id)
      if (did && one.again) expect(await run((tx) => postTransfer(tx, context(), transfer))).toBe(false)
    } else if (one.do === 'hold') {
      const expires = one.minutes === null ? Infinity : now + one.minutes * 60_000
      const did = await allowed(run((tx) => holdMoney(tx, context(), { ...move(id, one.from, one.to, one.cents), ...(one.minutes === null ? {} : { expiresAt: new Date(expires) }) })))
      expect(did).toBe(model.hold(one.from, one.to, one.cents, expires))
      if (did) holdIds.push(id)
    } else if (one.do === 'post-hold') {
      const hold = model.holds[one.which]
      if (!hold) continue
      const amount = Math.round(hold.cents * one.share)
      const did = await allowed(run((tx) => postHold(tx, context(), { institutionId, holdId: holdIds[one.which]!, id, lines: lines(hold.from, hold.to, amount) })))
      expect(did).toBe(model.postHold(hold, amount, now))
      if (did) transferIds.push(id)
    } else if (one.do === 'void') {
      const hold = model.holds[one.which]
      if (!hold) continue
      if (await allowed(run((tx) => voidHold(tx, context(), { institutionId, holdId: holdIds[one.which]! })))) hold.open = false
    } else if (one.do === 'reverse') {
      const transfer = model.transfers[one.which]
      if (!transfer) continue
      const did = await allowed(run((tx) => reverseTransfer(tx, context(), { institutionId, id, reverses: transferIds[one.which]!, reference: 'test' })))
      expect(did).toBe(model.reverse(transfer))
    } else if (one.do === 'expire') {
      await run((tx) => expireHolds(tx, context()))
      for (const hold of model.holds) if (hold.expires <= now) hold.open = false
    } else {
      // The process dies after the ledger answered and before the transaction commits.
      await expect(run(async (tx) => {
        await postTransfer(tx, context(), move(id, 2, one.to, one.cents))
        throw new Error('killed')
      })).rejects.toThrow('killed')
    }
    const found = await run((tx) => Promise.all(names.map((name) => balanceOf(tx, name))))
    expect(found.map((balance) => balance.cents)).toEqual(model.balances)
    expect(found.map((balance) => balance.heldOutCents)).toEqual(names.map((_, a) => model.heldOut(a)))
    expect(found.reduce((sum, balance) => sum + balance.cents, 0)).toBe(0)
  }
  expect(await run(unexplained)).toEqual([])
}

test('any sequence of transfers, holds, reversals, repeats and crashes ends as the plain model says', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), walk), { numRuns: 60, endOnFailure: true })
}, 180_000)
