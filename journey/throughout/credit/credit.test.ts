import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { balanceOf, openAccounts, regionBook } from '#engines/ledger/index.ts'
import { aPerson, asPatient } from '#journey/throughout/people/testing/a-person.ts'
import { newId } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { agree } from './operations/agree.ts'
import { giveBack } from './operations/give-back.ts'
import { keepForVisit } from './operations/keep-for-visit.ts'
import { letGo } from './operations/let-go.ts'
import { promise } from './operations/promise.ts'
import { repay } from './operations/repay.ts'
import { stop } from './operations/stop.ts'
import { take } from './operations/take.ts'
import { creditPage } from './queries/credit-page.ts'
import { share } from './queries/share.ts'
import { visitCredit } from './queries/visit-credit.ts'
import { aHospital, asSystem, doing, faults, morning, owes, somebodyWhoAgreed, something } from './testing/a-line.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const run = doing(db)
const days = (count: number) => new Date(morning.getTime() + count * 86_400_000)

/** What a visit costs is put on credit, whole. */
async function treated(personId: string, institutionId: number, cents: number, now = morning) {
  const bill = await something(db, institutionId, cents)
  const [id, transferId] = [newId(), newId()]
  await doing(db, now)(async (tx, context) => {
    await promise(tx, context, { id, institutionId, personId, cents, reference: `bill/${bill.visitId}` })
    await take(tx, context, { id, transferId, against: bill.account })
  })
  return { ...bill, transferId }
}

/** Money somebody brought to a hospital for it. */
async function broughtTo(institutionId: number) {
  const from = { institutionId, kind: 'credit-repayments' }
  await run((tx, context) => openAccounts(tx, context, [from]))
  return from
}

const repaid = (personId: string, cents: number, institutionId: number, from: { institutionId: number; kind: string }, now = morning) =>
  doing(db, now)((tx, context) => repay(tx, context, { transferId: newId(), institutionId, personId, cents, reference: 'test', from }))

test('agreed to once, by the person or who acts for them, to the terms that were shown (O1)', async () => {
  const [person, stranger] = [await aPerson(db), await aPerson(db)]
  const { personId } = person
  const page = await run((tx, context) => creditPage(tx, context, personId))
  expect(page).toMatchObject({ agreedAt: null, limitCents: 100_000, owedCents: 0, terms: { days: 10 } })
  await expect(run((tx, context) => agree(tx, context, { personId, version: page.terms.version }), asPatient(stranger.actor, morning))).rejects.toMatchObject({ code: 'credit.not-your-person' })
  await expect(run((tx, context) => agree(tx, context, { personId, version: '1999-1' }), asPatient(person.actor, morning))).rejects.toMatchObject({ code: 'credit.terms-changed' })
  const twice = await Promise.allSettled([1, 2].map(() => run((tx, context) => agree(tx, context, { personId, version: page.terms.version }), asPatient(person.actor, morning))))
  expect(twice.map((one) => one.status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected'])
  await run((tx, context) => stop(tx, context, personId), asPatient(person.actor, morning))
  await run((tx, context) => agree(tx, context, { personId, version: page.terms.version }), asPatient(person.actor, morning))
  expect((await run((tx, context) => creditPage(tx, context, personId), asPatient(person.actor, morning))).agreedAt).not.toBeNull()
})

test('checked in twice at once, room is kept once; used at exit for what is due, and the rest is free again', async () => {
  const [{ personId }, institutionId] = [await somebodyWhoAgreed(db), await aHospital(owner)]
  const { visitId, account, due } = await something(db, institutionId, 12_345)
  await Promise.allSettled([1, 2, 3].map(() => run((tx, context) => keepForVisit(tx, context, { institutionId, visitId, personId }))))
  await run((tx, context) => keepForVisit(tx, context, { institutionId, visitId, personId }))
  expect(await owes(db, personId)).toEqual([0, 50_000])
  expect(await run((tx, context) => visitCredit(tx, context, institutionId, visitId))).toMatchObject({ outcome: 'kept', keptCents: 50_000, state: 'open' })
  const id = newId()
  await run(async (tx, context) => {
    await promise(tx, context, { id, institutionId, personId, cents: 12_345, reference: `bill/${visitId}` })
    await promise(tx, context, { id, institutionId, personId, cents: 12_345, reference: `bill/${visitId}` })
  })
  expect(await owes(db, personId)).toEqual([0, 12_345])
  const transferId = newId()
  const both = await Promise.all([1, 2].map(() => run((tx, context) => take(tx, context, { id, transferId, against: account }))))
  expect(both).toEqual([12_345, 12_345])
  expect([await due(), await owes(db, personId)]).toEqual([0, [12_345, 0]])
  expect(await run((tx, context) => visitCredit(tx, context, institutionId, visitId))).toMatchObject({ state: 'used', usedCents: 12_345, dueOn: '2026-03-27' })
  await expect(run((tx, context) => letGo(tx, context, id))).rejects.toMatchObject({ code: 'credit.promise-ended' })
  expect(await run(async (tx) => (await balanceOf(tx, regionBook.ofMember(institutionId))).cents)).toBe(12_345)
  expect(await faults(db)).toEqual([])
})

test('at two hospitals at once nobody gets more than the limit', async () => {
  const { personId } = await somebodyWhoAgreed(db)
  const hospitals = [await aHospital(owner), await aHospital(owner), await aHospital(owner)]
  await Promise.all(hospitals.map((institutionId) => run((tx, context) => keepForVisit(tx, context, { institutionId, visitId: newId(), personId }))))
  const { rows } = await sql<{ outcome: string; n: number }>`select outcome, sum(kept_cents)::integer as n from credit.visit where person_id = ${personId} group by 1 order by 1`.execute(owner)
  expect(rows).toEqual([{ outcome: 'kept', n: 100_000 }, { outcome: 'no-room', n: 0 }])
  const other = await somebodyWhoAgreed(db)
  const asked = await Promise.allSettled(hospitals.map((institutionId) =>
    run((tx, context) => promise(tx, context, { id: newId(), institutionId, personId: other.personId, cents: 60_000, reference: `bill/${newId()}` }))))
  expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual(['credit.not-enough', 'credit.not-enough'])
  expect(await owes(db, other.personId)).toEqual([0, 60_000])
})

test('repaid by two at once, only what is owed goes into the books; the debt due first comes down first', async () => {
  const [{ personId }, one, two] = [await somebodyWhoAgreed(db), await aHospital(owner), await aHospital(owner)]
  await treated(personId, one, 30_000)
  await treated(personId, two, 20_000, days(2))
  const from = await broughtTo(two)
  expect(await repaid(personId, 35_000, two, from)).toBe(35_000)
  expect((await run((tx, context) => creditPage(tx, context, personId))).debts).toMatchObject([{ institutionId: two, openCents: 15_000, dueOn: '2026-03-29' }])
  const applied = await Promise.all([1, 2].map(() => repaid(personId, 15_000, two, from)))
  expect(applied.toSorted((a, b) => a - b)).toEqual([0, 15_000])
  const id = newId()
  const again = () => run((tx, context) => repay(tx, context, { transferId: id, institutionId: two, personId, cents: 100, reference: 'test', from }))
  expect([await again(), await again()]).toEqual([0, 0])
  expect([await owes(db, personId), await faults(db)]).toEqual([[0, 0], []])
})

test('what is overdue stops new credit, and never care: an emergency is let through unasked', async () => {
  const [{ personId }, institutionId] = [await somebodyWhoAgreed(db), await aHospital(owner)]
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (${institutionId}, 1, '本部', '临溪路', 121, 31, ${`C${institutionId}`})`.execute(owner)
  await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, subject_codes) values (${institutionId}, 20, 1, '急诊科', 'Emergency', 'jizhenke', '{20}')`.execute(owner)
  await treated(personId, institutionId, 100)
  const late = doing(db, days(11))
  const [ordinary, emergency] = [newId(), await something(db, institutionId, 345_600)]
  await late((tx, context) => keepForVisit(tx, context, { institutionId, visitId: ordinary, personId, departmentId: 999 }))
  await late((tx, context) => keepForVisit(tx, context, { institutionId, visitId: emergency.visitId, personId, departmentId: 20 }))
  expect((await late((tx, context) => visitCredit(tx, context, institutionId, ordinary))).outcome).toBe('overdue')
  await expect(late((tx, context) => promise(tx, context, { id: newId(), institutionId, personId, cents: 1, reference: `bill/${ordinary}` }))).rejects.toMatchObject({ code: 'credit.overdue' })
  const id = newId()
  await late(async (tx, context) => {
    await promise(tx, context, { id, institutionId, personId, cents: 345_600, reference: `bill/${emergency.visitId}` })
    await take(tx, context, { id, transferId: newId(), against: emergency.account })
  })
  expect([await emergency.due(), await owes(db, personId, true)]).toEqual([0, [345_600, 0]])
  expect((await late((tx, context) => creditPage(tx, context, personId))).debts.map((debt) => [debt.emergency, debt.overdue, debt.dueOn])).toEqual([[false, true, '2026-03-27'], [true, false, '2026-04-27']])
  await repaid(personId, 100, institutionId, await broughtTo(institutionId), days(11))
  await late((tx, context) => promise(tx, context, { id: newId(), institutionId, personId, cents: 1, reference: `bill/${ordinary}` }))
  expect(await faults(db)).toEqual([])
})

test('somebody who never agreed is checked in like everybody, and an emergency asks nobody to agree', async () => {
  const [{ personId }, institutionId] = [await aPerson(db), await aHospital(owner)]
  const visitId = newId()
  await run((tx, context) => keepForVisit(tx, context, { institutionId, visitId, personId }))
  expect(await run((tx, context) => visitCredit(tx, context, institutionId, visitId))).toMatchObject({ outcome: 'not-agreed', state: 'over' })
  await expect(run((tx, context) => promise(tx, context, { id: newId(), institutionId, personId, cents: 1, reference: `bill/${visitId}` }))).rejects.toMatchObject({ code: 'credit.not-agreed' })
})

test('a refund comes off what is owed for it; what was repaid before becomes the person\'s own balance', async () => {
  const [{ personId }, institutionId] = [await somebodyWhoAgreed(db), await aHospital(owner)]
  const { visitId, account, due } = await treated(personId, institutionId, 1000)
  const refund = (cents: number, transferId: string) => run((tx, context) => giveBack(tx, context, { transferId, institutionId, personId, cents, reference: `bill/${visitId}`, from: account }))
  const id = newId()
  await refund(300, id)
  await refund(300, id)
  await repaid(personId, 600, institutionId, await broughtTo(institutionId))
  const late = newId()
  await refund(250, late)
  await refund(250, late)
  expect(await owes(db, personId)).toEqual([0, 0])
  expect(await run(async (tx) => (await balanceOf(tx, regionBook.wallet(personId))).cents)).toBe(-150)
  expect([await due(), await faults(db)]).toEqual([550, []])
})

test('indicator 8 counts the visits that were paid after treatment among all that checked in', async () => {
  const institutionId = await aHospital(owner)
  for (const person of [await somebodyWhoAgreed(db), await somebodyWhoAgreed(db), await aPerson(db), await aPerson(db)]) {
    const { visitId, account } = await something(db, institutionId, 100)
    await run((tx, context) => keepForVisit(tx, context, { institutionId, visitId, personId: person.personId }))
    const id = newId()
    await run(async (tx, context) => {
      await promise(tx, context, { id, institutionId, personId: person.personId, cents: 100, reference: `bill/${visitId}` })
      await take(tx, context, { id, transferId: newId(), against: account })
    }).catch(() => undefined)
  }
  expect(await run((tx) => share(tx, institutionId, '2026-03-01', '2026-03-31'), asSystem())).toMatchObject({ visits: 4, kept: 2, afterTreatment: 2, shareBp: 5000, carriedOut: true, byOutcome: { 'not-agreed': 2 } })
  expect((await run((tx) => share(tx, institutionId, '2026-03-18', '2026-03-31'))).visits).toBe(0)
})
