import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import type { Context, InstitutionId } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import {
  accountId, balanceOf, createPoster, DoneApart, IdMeansAnother, NoSuchAccount, NotEnough, openAccounts, openMirrors, postTransfer, regionBook, TooMuch,
  Unbalanced, unexplained, type AccountName, type Transfer,
} from './index.ts'

// Many postings in one commit: each as if it were alone.
const { db } = await testDatabase()
const context = systemContext('test', new Date('2026-03-17T09:00:00+08:00'))
const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(db, context, work)
const staffOf = (institution: number): Context => ({
  ...context, institutionId: institution as InstitutionId,
  actor: { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institution as InstitutionId, roles: ['cashier'] },
})
const transfer = (institutionId: number, ...pairs: readonly (readonly [AccountName, number])[]): Transfer => ({
  institutionId, id: newId(), kind: 'test', reference: 'test', lines: pairs.map(([name, cents]) => ({ accountId: accountId(name), cents })),
})
let institutions = 300

async function books() {
  const institutionId = ++institutions
  const purse = { institutionId, kind: 'purse' }
  const other = { institutionId, kind: 'other' }
  const income = { institutionId, kind: 'income' }
  await run((tx) => openAccounts(tx, context, [{ ...purse, floorCents: 0 }, { ...other, floorCents: 0 }, { ...income, busy: true }]))
  const move = (cents: number) => transfer(institutionId, [purse, cents], [income, -cents])
  const balance = async (name: AccountName) => (await run((tx) => balanceOf(tx, name))).cents
  return { institutionId, purse, other, income, move, balance }
}

test('each of a batch has its own outcome, and one that is refused breaks none of the others', async () => {
  const { institutionId, purse, other, income, move, balance } = await books()
  const poster = createPoster(db, { lanes: 1 })
  const first = move(100)
  const before = move(7)
  await run((tx) => postTransfer(tx, context, before))
  const outcomes = await Promise.allSettled([
    poster.post(context, first),
    poster.post(context, first),
    poster.post(context, before),
    poster.post(context, { ...before, reference: 'another' }),
    poster.post(context, transfer(institutionId, [other, -1], [income, 1])),
    poster.post(context, transfer(institutionId, [other, 5], [income, -4])),
    poster.post(context, transfer(institutionId, [{ institutionId, kind: 'nowhere' }, 5], [income, -5])),
    poster.post(staffOf(institutionId), move(20)),
    poster.post(staffOf(institutionId + 1000), move(20)),
    poster.post({ ...context, actor: { kind: 'anonymous' } }, move(20)),
    poster.post(context, transfer(institutionId, [purse, 1], [purse, -1])),
  ])
  const told = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
  expect(told.slice(0, 3).filter(Boolean)).toHaveLength(1)
  expect(told[3]).toBeInstanceOf(IdMeansAnother)
  expect(told[4]).toBeInstanceOf(NotEnough)
  expect(told[5]).toBeInstanceOf(Unbalanced)
  expect(told[6]).toBeInstanceOf(NoSuchAccount)
  expect(told[7]).toBe(true)
  for (const stranger of told.slice(8, 10)) expect(stranger).toMatchObject({ message: expect.stringContaining('no_right_to_move') })
  expect(told[10]).toBe(true)
  expect(poster.stats()).toEqual({ batches: 1, members: 11 })
  expect([await balance(purse), await balance(other)]).toEqual([127, 0])
  expect(await run(unexplained)).toEqual([])
})

test('whoever comes alone is judged by the same rules, and has the same outcome', async () => {
  const { institutionId, purse, other, income, move, balance } = await books()
  const poster = createPoster(db, { lanes: 1 })
  const first = move(100)
  expect(await poster.post(context, first)).toBe(true)
  expect(await poster.post(context, first)).toBe(false)
  await expect(poster.post(context, { ...first, reference: 'another' })).rejects.toThrow(IdMeansAnother)
  await expect(poster.post(context, transfer(institutionId, [other, -1], [income, 1]))).rejects.toThrow(NotEnough)
  await expect(poster.post(context, transfer(institutionId, [other, 5], [income, -4]))).rejects.toThrow(Unbalanced)
  await expect(poster.post(context, transfer(institutionId, [{ institutionId, kind: 'nowhere' }, 5], [income, -5]))).rejects.toThrow(NoSuchAccount)
  expect(await poster.post(staffOf(institutionId), move(20))).toBe(true)
  await expect(poster.post(staffOf(institutionId + 1000), move(20))).rejects.toThrow('no right to move')
  await expect(poster.post({ ...context, actor: { kind: 'anonymous' } }, move(20))).rejects.toThrow('no right to move')
  expect(poster.stats()).toEqual({ batches: 9, members: 9 })
  expect([await balance(purse), await balance(other)]).toEqual([120, 0])
  expect(await run(unexplained)).toEqual([])
})

test('of two hundred that spend from one purse in batches, beside others that post alone, only what is there is spent', async () => {
  const { move, purse, balance } = await books()
  await run((tx) => postTransfer(tx, context, move(1000)))
  const poster = createPoster(db, { lanes: 2, maxBatch: 40 })
  const tries = await Promise.allSettled([
    ...Array.from({ length: 200 }, (_, i) => poster.post(context, i % 10 === 0 ? move(15) : move(-30))),
    ...Array.from({ length: 20 }, () => run((tx) => postTransfer(tx, context, move(-30)))),
  ])
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(NotEnough)
  const spent = tries.filter((one, i) => one.status === 'fulfilled' && (i >= 200 || i % 10 !== 0)).length
  expect(await balance(purse)).toBe(1000 + 20 * 15 - spent * 30)
  expect(await balance(purse)).toBeGreaterThanOrEqual(0)
  expect(await run(unexplained)).toEqual([])
})

test('what is linked in a batch is done whole or not at all, over the books of hospital and region', async () => {
  const { institutionId, income, balance } = await books()
  const person = newId()
  const wallet = regionBook.wallet(person)
  await run(async (tx) => {
    await openMirrors(tx, context, institutionId)
    await openAccounts(tx, context, [{ ...wallet, personId: person, ceilingCents: 0 }])
  })
  const both = (cents: number): [Transfer, Transfer] => [
    transfer(institutionId, [income, cents], [regionBook.ofMember(institutionId), -cents]),
    transfer(0, [regionBook.member(institutionId), cents], [wallet, -cents]),
  ]
  const poster = createPoster(db, { lanes: 1 })
  const [own, region] = both(500)
  expect(await poster.post(staffOf(institutionId), own, region)).toBe(true)
  const outcomes = await Promise.allSettled([
    poster.post(context, own, region),
    poster.post(context, own, both(1)[1]),
    poster.post(context, ...both(-600)),
    poster.post(context, both(5)[1]),
    poster.post(context, ...both(30)),
  ])
  const told = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
  expect(told[0]).toBe(false)
  expect(told[1]).toBeInstanceOf(DoneApart)
  expect(told[2]).toBeInstanceOf(TooMuch)
  expect(told[3]).toMatchObject({ message: expect.stringContaining('region_mirrors_hospital') })
  expect(told[4]).toBe(true)
  expect(await balance(wallet)).toBe(-530)
  expect(await run(unexplained)).toEqual([])
})
