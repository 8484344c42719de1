import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import type { Context, InstitutionId, PersonId } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import {
  accountId, balanceOf, DoneApart, holdMoney, openAccounts, openMirrors, postHold, postLinked, postTransfer, purseOf, regionBook, reverseTransfer,
  statement, TooMuch, unexplained, voidHold, type AccountName, type Line, type LinkedStep,
} from './index.ts'

// Money filled in at one hospital and spent at another (O2): the region's books and the hospitals'.
const { db, owner } = await testDatabase()
const at = new Date('2026-03-17T09:00:00+08:00')
const system = systemContext('test', at)
const run = <T>(work: (tx: Tx) => Promise<T>, as: Context = system): Promise<T> => inTransaction(db, as, work)
const lines = (...pairs: readonly (readonly [AccountName, number])[]): Line[] => pairs.map(([name, cents]) => ({ accountId: accountId(name), cents }))
const staffOf = (institution: number): Context => ({
  ...system, institutionId: institution as InstitutionId,
  actor: { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institution as InstitutionId, roles: ['cashier'] },
})
let hospitals = 100

/** Two hospitals, and a person with a wallet that cannot be overspent. */
async function aRegion() {
  const [a, b] = [++hospitals, ++hospitals] as const
  const personId = newId()
  const wallet = regionBook.wallet(personId)
  const drawer = { institutionId: b, kind: 'drawer' }
  const bill = { institutionId: a, kind: 'bill', ownerRef: newId() }
  await run(async (tx) => {
    await openMirrors(tx, system, a)
    await openMirrors(tx, system, b)
    await openAccounts(tx, system, [{ ...wallet, personId, ceilingCents: 0 }])
    await openAccounts(tx, system, [drawer])
    await openAccounts(tx, system, [bill])
  })
  const topUp = (cents: number, id = newId()): LinkedStep[] => [
    { do: 'post', institutionId: b, id, kind: 'top-up', reference: 'test', lines: lines([drawer, cents], [regionBook.ofMember(b), -cents]) },
    { do: 'post', institutionId: 0, id, kind: 'top-up', reference: 'test', lines: lines([regionBook.member(b), cents], [wallet, -cents]) },
  ]
  const spend = (cents: number, id = newId()): LinkedStep[] => [
    { do: 'post', institutionId: a, id, kind: 'spend', reference: 'test', lines: lines([regionBook.ofMember(a), cents], [bill, -cents]) },
    { do: 'post', institutionId: 0, id, kind: 'spend', reference: 'test', lines: lines([wallet, cents], [regionBook.member(a), -cents]) },
  ]
  const cents = async (...names: readonly AccountName[]) => run(async (tx) => (await Promise.all(names.map((name) => balanceOf(tx, name)))).map((one) => one.cents))
  return { a, b, personId, wallet, drawer, bill, topUp, spend, cents }
}

test('money topped up in one hospital is spent in another, and what the two owe each other is exact', async () => {
  const { a, b, wallet, topUp, spend, cents } = await aRegion()
  await run((tx) => postLinked(tx, staffOf(b), topUp(10000)), staffOf(b))
  const twice = spend(6000)
  expect(await Promise.all([1, 2, 3].map(() => run((tx) => postLinked(tx, staffOf(a), twice), staffOf(a))))).toEqual(expect.arrayContaining([true, false]))
  expect(await cents(wallet, regionBook.member(b), regionBook.ofMember(b), regionBook.member(a), regionBook.ofMember(a)))
    .toEqual([-4000, 10000, -10000, -6000, 6000])
  expect(await run(unexplained)).toEqual([])
})

test('what one hospital’s books refuse, the other’s have not done', async () => {
  const { wallet, topUp, spend, cents, a } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(1000)))
  await expect(run((tx) => postLinked(tx, system, spend(1001)))).rejects.toBeInstanceOf(TooMuch)
  // Whoever goes on after a refusal finds nothing half done.
  const lost = spend(1001)
  await run(async (tx) => {
    await sql`savepoint before`.execute(tx)
    await expect(postLinked(tx, system, lost)).rejects.toBeInstanceOf(TooMuch)
    await sql`rollback to savepoint before`.execute(tx)
  })
  expect(await cents(wallet, regionBook.ofMember(a))).toEqual([-1000, 0])
  expect(await run(unexplained)).toEqual([])
})

test('of thirty that spend the same purse in two hospitals at once, only what is in it is spent, and nobody waits in a ring', async () => {
  const { wallet, topUp, spend, cents, a, b } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(1000)))
  const mixed = Array.from({ length: 30 }, (_, i) => {
    const steps = i % 3 === 0 ? topUp(10) : spend(150)
    return run((tx) => postLinked(tx, system, i % 2 === 0 ? steps : [...steps].reverse()))
  })
  const done = await Promise.allSettled(mixed)
  for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(TooMuch)
  const [left, fromB, toA] = await cents(wallet, regionBook.member(b), regionBook.member(a))
  expect(left).toBeLessThanOrEqual(0)
  expect(left! + fromB! + toA!).toBe(0)
  expect(await run(unexplained)).toEqual([])
})

test('a promise is kept in part with the hospital’s side of it, and the rest is free', async () => {
  const { wallet, bill, topUp, cents, a } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(1000)))
  const hold = { institutionId: 0, id: newId(), kind: 'spend', reference: 'test', lines: lines([wallet, 800], [regionBook.member(a), -800]) }
  await run((tx) => holdMoney(tx, staffOf(a), hold), staffOf(a))
  await expect(run((tx) => postLinked(tx, system, [{ do: 'hold', ...hold, id: newId() }]))).rejects.toBeInstanceOf(TooMuch)
  const id = newId()
  const take: LinkedStep[] = [
    { do: 'post-hold', institutionId: 0, holdId: hold.id, id, lines: lines([wallet, 500], [regionBook.member(a), -500]) },
    { do: 'post', institutionId: a, id, kind: 'spend', reference: 'test', lines: lines([regionBook.ofMember(a), 500], [bill, -500]) },
  ]
  expect(await run((tx) => postLinked(tx, staffOf(a), take), staffOf(a))).toBe(true)
  expect(await run((tx) => postLinked(tx, staffOf(a), take), staffOf(a))).toBe(false)
  expect(await run((tx) => purseOf(tx, wallet))).toEqual({ cents: -500, heldInCents: 0, heldOutCents: 0 })
  expect(await cents(bill)).toEqual([-500])
  expect(await run((tx) => postLinked(tx, system, [
    { do: 'reverse', institutionId: 0, id: newId(), reverses: id, reference: 'test' }, { do: 'reverse', institutionId: a, id: newId(), reverses: id, reference: 'test' },
  ]))).toBe(true)
  expect(await cents(wallet, bill)).toEqual([-1000, 0])
  expect(await run(unexplained)).toEqual([])
})

test('what was linked is done together: a part that was done apart is refused', async () => {
  const { topUp } = await aRegion()
  const first = topUp(100)
  await run((tx) => postLinked(tx, system, first))
  await expect(run((tx) => postLinked(tx, system, [first[0]!, topUp(100)[1]!]))).rejects.toBeInstanceOf(DoneApart)
})

test('the region’s books cannot move for a hospital without that hospital’s own, whoever asks', async () => {
  const { topUp, wallet } = await aRegion()
  const halves = topUp(100)
  for (const half of halves) await expect(run((tx) => postLinked(tx, system, [half]))).rejects.toMatchObject({ constraint: 'region_mirrors_hospital' })
  expect(await run((tx) => purseOf(tx, wallet))).toMatchObject({ cents: 0 })
})

test('staff move the region’s books for their own hospital’s part and no other', async () => {
  const { a, b, wallet, topUp, spend } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(1000)))
  const other = regionBook.wallet(newId())
  await run((tx) => openAccounts(tx, system, [{ ...other, personId: newId(), ceilingCents: 0 }]))
  const move = (...pairs: readonly (readonly [AccountName, number])[]) => ({ institutionId: 0, id: newId(), kind: 'test', reference: 'test', lines: lines(...pairs) })
  const refused = [
    move([wallet, 10], [other, -10]),
    move([wallet, 10], [regionBook.member(b), -10]),
    move([wallet, 10], [regionBook.member(a), -5], [regionBook.member(b), -5]),
    move([wallet, 10], [other, -10], [regionBook.member(a), 5], [regionBook.member(a), -5]),
    move(),
  ]
  for (const transfer of refused) {
    await expect(run((tx) => postTransfer(tx, staffOf(a), transfer), staffOf(a))).rejects.toThrow(/no right to move money/)
    await expect(run((tx) => postLinked(tx, staffOf(a), [{ do: 'post', ...transfer }]), staffOf(a))).rejects.toThrow(/no right to move money/)
    await expect(run((tx) => holdMoney(tx, staffOf(a), transfer), staffOf(a))).rejects.toThrow(/no right to move money/)
  }
  const hold = move([wallet, 10], [regionBook.member(a), -10])
  await run((tx) => holdMoney(tx, staffOf(a), hold), staffOf(a))
  await expect(run((tx) => voidHold(tx, staffOf(b), { institutionId: 0, holdId: hold.id }), staffOf(b))).rejects.toThrow(/no right to move money/)
  await expect(run((tx) => postHold(tx, staffOf(b), { institutionId: 0, holdId: hold.id, id: newId() }), staffOf(b))).rejects.toThrow(/no right to move money/)
  await run((tx) => voidHold(tx, staffOf(a), { institutionId: 0, holdId: hold.id }), staffOf(a))
  const [own, region] = spend(50)
  await run((tx) => postLinked(tx, system, [own!, region!]))
  await expect(run((tx) => reverseTransfer(tx, staffOf(b), { institutionId: 0, id: newId(), reverses: (region as { id: string }).id, reference: 'test' }), staffOf(b))).rejects.toThrow(/no right to move money/)
  await expect(run((tx) => openAccounts(tx, staffOf(a), [{ institutionId: 0, kind: 'custodian', ownerRef: 'icbc' }]), staffOf(a))).rejects.toThrow(/no right to open/)
  await run((tx) => openMirrors(tx, staffOf(a), a), staffOf(a))
  expect(await run(unexplained)).toEqual([])
})

test('a hospital sees its own account in the region’s books, and a purse only when it is asked for by name', async () => {
  const { a, b, personId, wallet, topUp } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(700)))
  expect((await run((tx) => balanceOf(tx, regionBook.member(b)), staffOf(b))).cents).toBe(700)
  expect((await run((tx) => balanceOf(tx, regionBook.member(b)), staffOf(a))).cents).toBe(0)
  expect((await run((tx) => balanceOf(tx, wallet), staffOf(a))).cents).toBe(0)
  expect((await run((tx) => purseOf(tx, wallet), staffOf(a))).cents).toBe(-700)
  expect((await run((tx) => purseOf(tx, regionBook.member(b)), staffOf(a))).cents).toBe(0)
  const patient = (person: string): Context => ({ ...system, actor: { kind: 'patient', accountId: newId(), personId: person as PersonId, mayActFor: [person as PersonId] } })
  expect((await run((tx) => purseOf(tx, wallet), patient(personId))).cents).toBe(-700)
  expect((await run((tx) => purseOf(tx, wallet), patient(newId()))).cents).toBe(0)
  const all = { from: at, until: new Date(at.getTime() + 1) }
  expect((await run((tx) => statement(tx, regionBook.member(b), all), staffOf(b))).lines.map((line) => line.cents)).toEqual([700])
  expect((await run((tx) => statement(tx, wallet, all), patient(personId))).lines.map((line) => line.cents)).toEqual([-700])
  expect((await run((tx) => statement(tx, wallet, all), staffOf(a))).lines).toEqual([])
})

test('the proof finds a hospital that disagrees with the region', async () => {
  const { b, topUp } = await aRegion()
  await run((tx) => postLinked(tx, system, topUp(700)))
  await sql`update ledger.stripe set balance_cents = balance_cents + 1 where institution_id = ${b}`.execute(owner)
  expect((await run(unexplained)).map((one) => one.what)).toEqual(['balance', 'institution', 'region'])
  await sql`update ledger.stripe set balance_cents = balance_cents - 1 where institution_id = ${b}`.execute(owner)
})
