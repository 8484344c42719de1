import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import type { Context, InstitutionId } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import {
  accountId, balanceOf, expireHolds, HoldEnded, holdMoney, HoldTooSmall, IdMeansAnother, NotEnough, NothingToReverse, openAccounts, postHold,
  postTransfer, reverseTransfer, statement, Unbalanced, unexplained, voidHold,
} from './index.ts'

const { db, owner } = await testDatabase()
const at = new Date('2026-03-17T09:00:00+08:00')
const context = systemContext('test', at)
let institutions = 0

/** An institution with a purse that cannot go below zero, and a busy income account. */
async function books() {
  const institutionId = ++institutions
  const purse = { institutionId, kind: 'purse', ownerRef: newId() }
  const income = { institutionId, kind: 'income' }
  await run((tx) => openAccounts(tx, context, [{ ...purse, floorCents: 0 }, { ...income, busy: true }]))
  const lines = (cents: number) => [{ accountId: accountId(purse), cents }, { accountId: accountId(income), cents: -cents }]
  const move = (cents: number, id = newId()) => ({ institutionId, id, kind: 'test', reference: 'test', lines: lines(cents) })
  const held = async () => run((tx) => balanceOf(tx, purse))
  return { institutionId, purse, income, lines, move, held }
}

function run<T>(work: (tx: Tx) => Promise<T>, as: Context = context): Promise<T> {
  return inTransaction(db, as, work)
}

test('of twenty that send the same transfer at once, it happens once', async () => {
  const { move, held } = await books()
  const transfer = move(500)
  const done = await Promise.all(Array.from({ length: 20 }, () => run((tx) => postTransfer(tx, context, transfer))))
  expect(done.filter(Boolean)).toHaveLength(1)
  expect((await held()).cents).toBe(500)
  await expect(run((tx) => postTransfer(tx, context, { ...transfer, lines: move(501).lines }))).rejects.toBeInstanceOf(IdMeansAnother)
  expect(await run(unexplained)).toEqual([])
})

test('of fifty that spend the same money at once, only what is there is spent', async () => {
  const { move, held } = await books()
  await run((tx) => postTransfer(tx, context, move(1000)))
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => run((tx) => postTransfer(tx, context, move(-150)))))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(6)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(NotEnough)
  expect((await held()).cents).toBe(100)
  expect(await run(unexplained)).toEqual([])
})

test('a transfer whose lines do not sum to zero is refused when it commits', async () => {
  const { purse, institutionId } = await books()
  const lopsided = { institutionId, id: newId(), kind: 'test', reference: 'test', lines: [{ accountId: accountId(purse), cents: 1 }] }
  let wasPosted = false
  const refused = run(async (tx) => { wasPosted = await postTransfer(tx, context, lopsided) })
  await expect(refused).rejects.toMatchObject({ constraint: 'transfer_sums_to_zero' })
  expect(wasPosted, 'judged at commit, not before').toBe(true)
  await expect(run((tx) => holdMoney(tx, context, lopsided))).rejects.toBeInstanceOf(Unbalanced)
  expect(await run(unexplained)).toEqual([])
})

test('a hold counts against the limit, is posted in part, and the rest is free again', async () => {
  const { move, held, lines, institutionId } = await books()
  await run((tx) => postTransfer(tx, context, move(1000)))
  const hold = move(-800)
  await run((tx) => holdMoney(tx, context, hold))
  expect(await run((tx) => holdMoney(tx, context, hold))).toBe(false)
  await expect(run((tx) => postTransfer(tx, context, move(-300)))).rejects.toBeInstanceOf(NotEnough)
  const posting = { institutionId, holdId: hold.id, id: newId() }
  await expect(run((tx) => postHold(tx, context, { ...posting, lines: lines(-801) }))).rejects.toBeInstanceOf(HoldTooSmall)
  await expect(run((tx) => postHold(tx, context, { ...posting, lines: lines(1) }))).rejects.toBeInstanceOf(HoldTooSmall)
  const part = { ...posting, lines: lines(-500) }
  expect(await Promise.all([run((tx) => postHold(tx, context, part)), run((tx) => postHold(tx, context, part))])).toContain(true)
  expect(await held()).toEqual({ cents: 500, heldOutCents: 0, heldInCents: 0 })
  await expect(run((tx) => voidHold(tx, context, { institutionId, holdId: hold.id }))).rejects.toBeInstanceOf(HoldEnded)
  await expect(run((tx) => postHold(tx, context, { ...posting, id: newId() }))).rejects.toBeInstanceOf(HoldEnded)
  expect(await run(unexplained)).toEqual([])
})

test('a hold past its time cannot be posted, and is released by itself', async () => {
  const { move, held, institutionId } = await books()
  await run((tx) => postTransfer(tx, context, move(1000)))
  const hold = { ...move(-800), expiresAt: new Date(at.getTime() + 60_000) }
  await run((tx) => holdMoney(tx, context, hold))
  const later = systemContext('test', new Date(at.getTime() + 60_000))
  await expect(run((tx) => postHold(tx, later, { institutionId, holdId: hold.id, id: newId() }))).rejects.toBeInstanceOf(HoldEnded)
  expect(await run((tx) => expireHolds(tx, context))).toBe(0)
  expect(await run((tx) => expireHolds(tx, later))).toBe(1)
  expect(await held()).toEqual({ cents: 1000, heldOutCents: 0, heldInCents: 0 })
  expect(await run(unexplained)).toEqual([])
})

test('a transfer is taken back once, and a reversal is not taken back', async () => {
  const { move, held, institutionId } = await books()
  const transfer = move(700)
  await run((tx) => postTransfer(tx, context, transfer))
  const reversal = { institutionId, id: newId(), reverses: transfer.id, reference: 'mistake' }
  const tries = await Promise.allSettled([1, 2, 3].map(() => run((tx) => reverseTransfer(tx, context, { ...reversal, id: newId() }))))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect((await held()).cents).toBe(0)
  await expect(run((tx) => reverseTransfer(tx, context, { ...reversal, reverses: newId() }))).rejects.toBeInstanceOf(NothingToReverse)
  expect(await run(unexplained)).toEqual([])
})

test('a statement begins where the last one ended, and every line shows the balance after it', async () => {
  const { move, purse } = await books()
  for (const [minute, cents] of [[1, 300], [2, 200], [3, -450]] as const) {
    await run((tx) => postTransfer(tx, systemContext('test', new Date(at.getTime() + minute * 60_000)), move(cents)))
  }
  const moment = (minute: number) => new Date(at.getTime() + minute * 60_000)
  const first = await run((tx) => statement(tx, purse, { from: at, until: moment(2) }))
  const second = await run((tx) => statement(tx, purse, { from: moment(2), until: moment(9) }))
  expect([first.openingCents, first.closingCents]).toEqual([0, 300])
  expect(second.openingCents).toBe(first.closingCents)
  expect(second.lines.map((line) => [line.cents, line.balanceCents])).toEqual([[200, 500], [-450, 50]])
})

test('nobody changes or removes what was written, not even the owner of the tables', async () => {
  const { move } = await books()
  await run((tx) => postTransfer(tx, context, move(100)))
  for (const change of ['update ledger.entry set amount_cents = 1', 'delete from ledger.entry', 'delete from ledger.transfer', 'truncate ledger.entry cascade']) {
    await expect(sql.raw(change).execute(owner)).rejects.toMatchObject({ constraint: 'ledger_only_grows' })
    await expect(sql.raw(change).execute(db)).rejects.toThrow(/permission denied/)
  }
  await expect(sql`update ledger.account set balance_cents = 1`.execute(db)).rejects.toThrow(/permission denied/)
})

test('staff move only the money of their own institution, and nobody sees another person’s account', async () => {
  const { institutionId, move, purse } = await books()
  const staff = (institution: number): Context => ({
    ...context, institutionId: institution as InstitutionId,
    actor: { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institution as InstitutionId, roles: ['cashier'] },
  })
  const anonymous: Context = { ...context, actor: { kind: 'anonymous' } }
  await run((tx) => postTransfer(tx, staff(institutionId), move(100)), staff(institutionId))
  await expect(run((tx) => postTransfer(tx, context, move(100)), staff(institutionId + 1000))).rejects.toThrow(/no right to move money/)
  await expect(run((tx) => postTransfer(tx, context, move(100)), anonymous)).rejects.toThrow(/no right to move money/)
  expect((await run((tx) => balanceOf(tx, purse), staff(institutionId))).cents).toBe(100)
  expect((await run((tx) => balanceOf(tx, purse), staff(institutionId + 1000))).cents).toBe(0)
})

test('the proof finds a balance that was falsified', async () => {
  const { institutionId, purse, move } = await books()
  await run((tx) => postTransfer(tx, context, move(100)))
  await sql`update ledger.account set balance_cents = balance_cents + 1 where institution_id = ${institutionId} and id = ${accountId(purse)}`.execute(owner)
  expect((await run(unexplained)).map((one) => one.what)).toEqual(['balance', 'institution'])
  await sql`update ledger.account set balance_cents = balance_cents - 1 where institution_id = ${institutionId} and id = ${accountId(purse)}`.execute(owner)
  expect(await run(unexplained)).toEqual([])
})
