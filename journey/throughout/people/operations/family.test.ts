import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import type { AddFamilyMember } from '../contract.ts'
import {
  AlreadyFamily, ConsentCodeOver, ConsentCodeWrong, GuardianMustBeAdult, GuardianNeeded, NotAChild, NotYourself, PhoneIsYours, PhoneNeeded, RelationNotFound, RequestNotFound, TooManyQuestions,
} from '../errors.ts'
import { family } from '../queries/family.ts'
import { actsFor } from '../queries/person-summary.ts'
import { aPerson, type APerson, aPhone, asPatient, noon, someDetails } from '../testing/a-person.ts'
import { addFamilyMember, type MemberToAdd } from './add-family-member.ts'
import { acceptByCode, answerConsent, renewConsentCode, tryConsentCode, withdrawRequest } from './answer-consent.ts'
import { endRelation } from './end-relation.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const region = systemContext('test', noon)

/** As the HTTP layer does for every request: whom the account may act for is read anew. */
async function fresh(person: APerson, now = noon): Promise<Context> {
  const mayActFor = await inTransaction(db, region, (tx) => actsFor(tx, person.personId, now))
  return asPatient({ ...person.actor, mayActFor }, now)
}
async function as<T>(person: APerson, work: (tx: Tx, context: Context) => Promise<T>, now = noon): Promise<T> {
  const context = await fresh(person, now)
  return inTransaction(db, context, (tx) => work(tx, context))
}
const add = (person: APerson, input: Partial<AddFamilyMember> & Pick<AddFamilyMember, 'name' | 'document' | 'kind'>, now = noon) =>
  as(person, (tx, context) => addFamilyMember(tx, context, { scope: ['book', 'pay', 'follow'], ...input }), now)
const familyOf = (person: APerson, now = noon) => as(person, family, now)
const requestIdOf = ({ answer }: MemberToAdd) => (answer.status === 'asked' ? answer.requestId : expect.unreachable())
const aChild = () => someDetails({ name: '林果果', birthDate: '2020-06-01' })

describe('a child under 14 (P1)', () => {
  test('gets the adult who adds them as guardian, at once, until the 14th birthday', async () => {
    const mother = await aPerson(db)
    const { answer } = await add(mother, { ...aChild(), kind: 'guardian' })
    expect(answer.status).toBe('active')
    const { members } = await familyOf(mother)
    expect(members).toMatchObject([{ kind: 'self' }, { kind: 'guardian', name: '林果果', age: 5, expiresAt: '2034-05-31T16:00:00.000Z' }])
    expect((await familyOf(mother, new Date('2034-05-31T15:59:00Z'))).members).toHaveLength(2)
    expect((await familyOf(mother, new Date('2034-05-31T16:00:00Z'))).members).toHaveLength(1)
  })

  test('needs a guardian, who is an adult', async () => {
    const mother = await aPerson(db)
    await expect(add(mother, { ...aChild(), kind: 'relative' })).rejects.toBeInstanceOf(GuardianNeeded)
    const sister = await aPerson(db, { birthDate: '2009-01-01' })
    await expect(add(sister, { ...aChild(), kind: 'guardian' })).rejects.toBeInstanceOf(GuardianMustBeAdult)
    await expect(add(mother, { ...someDetails({ birthDate: '2012-03-19' }), kind: 'guardian' })).rejects.toBeInstanceOf(NotAChild)
  })

  test('whom the region knows is asked for with the guardian they have, not taken', async () => {
    const [mother, father] = [await aPerson(db), await aPerson(db)]
    const child = aChild()
    const { answer } = await add(mother, { ...child, kind: 'guardian' })
    const request = await add(father, { ...child, kind: 'guardian' })
    expect(request.answer.status).toBe('asked')
    expect(request.toSend).toBeNull()
    expect((await familyOf(mother)).toAnswer).toMatchObject([{ kind: 'guardian', nameMasked: '林*满' }])
    await as(mother, (tx, context) => answerConsent(tx, context, requestIdOf(request), { accept: true }))
    expect((await familyOf(father)).members.map((member) => member.personId)).toContain(answer.status === 'active' && answer.personId)
  })

  test('of five who add the same new child at once, one becomes guardian and nobody else gets in', async () => {
    const adults = await Promise.all(Array.from({ length: 5 }, () => aPerson(db)))
    const child = aChild()
    await Promise.allSettled(adults.map((adult) => add(adult, { ...child, kind: 'guardian' })))
    const families = await Promise.all(adults.map((adult) => familyOf(adult)))
    expect(families.filter(({ members }) => members.length === 2)).toHaveLength(1)
  })
})

describe('somebody of 14 or more (P1)', () => {
  test('agrees by reading out the code from their own phone, and is entered if the region did not know them', async () => {
    const daughter = await aPerson(db)
    const phone = aPhone()
    const asked = await add(daughter, { ...someDetails({ name: '林建国', birthDate: '1950-02-03', sex: 'male' }), kind: 'child', phone, validDays: 365 })
    expect(asked.toSend).toMatchObject({ phone })
    expect((await familyOf(daughter)).members).toHaveLength(1)
    const requestId = requestIdOf(asked)
    const code = asked.toSend?.code ?? ''
    expect(await as(daughter, (tx, context) => tryConsentCode(tx, context, requestId, code))).toBeUndefined()
    const done = await as(daughter, (tx, context) => acceptByCode(tx, context, requestId, code))
    expect(done.status).toBe('active')
    const { members, asked: open } = await familyOf(daughter)
    expect(members).toMatchObject([{ kind: 'self' }, { kind: 'child', name: '林建国', sex: 'male', expiresAt: '2027-03-19T04:00:00.000Z' }])
    expect(open).toEqual([])
  })

  test('agrees or refuses in their own account; refusing lets nobody in, and a second answer finds nothing', async () => {
    const [asker, other, third] = [await aPerson(db), await aPerson(db, { name: '赵先生' }), await aPerson(db)]
    const asked = await add(asker, { ...other.details, kind: 'spouse' })
    expect(asked.toSend).toMatchObject({ phone: other.phone })
    const answer = (person: APerson, accept: boolean) => as(person, (tx, context) => answerConsent(tx, context, requestIdOf(asked), { accept }))
    await expect(answer(third, true)).rejects.toBeInstanceOf(RequestNotFound)
    await expect(answer(asker, true)).rejects.toBeInstanceOf(RequestNotFound)
    await answer(other, false)
    await expect(answer(other, true)).rejects.toBeInstanceOf(RequestNotFound)
    expect((await familyOf(asker)).members).toHaveLength(1)
  })

  test('cannot be found out: a known document with another name is answered the same, and asks nobody', async () => {
    const [asker, known] = [await aPerson(db), await aPerson(db, { name: '孙悟' })]
    const wrongName = await add(asker, { name: '孙空', document: known.details.document, kind: 'spouse', phone: aPhone() })
    const unknown = await add(asker, { ...someDetails({ name: '孙空' }), kind: 'spouse', phone: aPhone() })
    expect(Object.keys(wrongName.answer)).toEqual(Object.keys(unknown.answer))
    const shown = (await familyOf(asker)).asked.map(({ requestId: _, ...rest }) => rest)
    expect(shown[0]).toEqual(shown[1])
    expect(wrongName.toSend).toBeNull()
    expect((await familyOf(known)).toAnswer).toEqual([])
    const guess = await as(asker, (tx, context) => tryConsentCode(tx, context, requestIdOf(wrongName), '123456'))
    expect(guess?.wrong).toBeInstanceOf(ConsentCodeWrong)
  })

  test('is asked on the phone on record, whatever phone the asker gives', async () => {
    const [asker, known] = [await aPerson(db), await aPerson(db)]
    const asked = await add(asker, { ...known.details, kind: 'relative', phone: aPhone() })
    expect(asked.toSend?.phone).toBe(known.phone)
  })

  test('five tries, however they come, and a code that is over', async () => {
    const asker = await aPerson(db)
    const asked = await add(asker, { ...someDetails(), kind: 'relative', phone: aPhone() })
    const requestId = requestIdOf(asked)
    const wrong = asked.toSend?.code === '000000' ? '000001' : '000000'
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => as(asker, (tx, context) => tryConsentCode(tx, context, requestId, wrong))))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(5)
    await expect(as(asker, (tx, context) => tryConsentCode(tx, context, requestId, asked.toSend?.code ?? ''))).rejects.toBeInstanceOf(ConsentCodeOver)

    const second = await add(asker, { ...someDetails(), kind: 'relative', phone: aPhone() })
    const later = new Date(noon.getTime() + 11 * 60_000)
    await expect(as(asker, (tx, context) => tryConsentCode(tx, context, requestIdOf(second), second.toSend?.code ?? ''), later)).rejects.toBeInstanceOf(ConsentCodeOver)
    const renewed = await as(asker, (tx, context) => renewConsentCode(tx, context, requestIdOf(second)), later)
    expect(await as(asker, (tx, context) => tryConsentCode(tx, context, requestIdOf(second), renewed?.code ?? ''), later)).toBeUndefined()
  })

  test('the asker is told what does not fit', async () => {
    const asker = await aPerson(db)
    await expect(add(asker, { ...someDetails(), kind: 'spouse' })).rejects.toBeInstanceOf(PhoneNeeded)
    await expect(add(asker, { ...someDetails(), kind: 'spouse', phone: asker.phone })).rejects.toBeInstanceOf(PhoneIsYours)
    await expect(add(asker, { ...asker.details, kind: 'spouse' })).rejects.toBeInstanceOf(NotYourself)
    const child = aChild()
    await add(asker, { ...child, kind: 'guardian' })
    await expect(add(asker, { ...child, kind: 'guardian' })).rejects.toBeInstanceOf(AlreadyFamily)
    for (let i = 0; i < 5; i++) await add(asker, { ...someDetails(), kind: 'relative', phone: aPhone() })
    await expect(add(asker, { ...someDetails(), kind: 'relative', phone: aPhone() })).rejects.toBeInstanceOf(TooManyQuestions)
    const { asked } = await familyOf(asker)
    await as(asker, (tx, context) => withdrawRequest(tx, context, asked[0]!.requestId))
    expect((await familyOf(asker)).asked).toHaveLength(4)
  })
})

describe('ending a relation (P1)', () => {
  test('either side ends it, at once; a third cannot; both hear of it', async () => {
    const [asker, other, third] = [await aPerson(db), await aPerson(db), await aPerson(db)]
    const relate = async () => {
      const asked = await add(asker, { ...other.details, kind: 'spouse' })
      await as(other, (tx, context) => answerConsent(tx, context, requestIdOf(asked), { accept: true }))
    }
    const ids = { personId: other.personId, proxyId: asker.personId }
    const end = (person: APerson) => as(person, (tx, context) => endRelation(tx, context, ids))
    await relate()
    await expect(end(third)).rejects.toBeInstanceOf(RelationNotFound)
    await end(other)
    expect((await familyOf(asker)).members).toHaveLength(1)
    await expect(end(other)).rejects.toBeInstanceOf(RelationNotFound)
    await relate()
    expect((await familyOf(other)).proxies).toMatchObject([{ personId: asker.personId, kind: 'spouse' }])
    await end(asker)
    expect((await familyOf(other)).proxies).toEqual([])
    const { rows } = await sql<{ topics: string[] }>`select topics from platform.event where type = 'people.relation-ended.v1' and payload ->> 'personId' = ${other.personId}`.execute(owner)
    expect(rows).toHaveLength(2)
    expect(rows[0]?.topics.toSorted()).toEqual([`person:${asker.personId}`, `person:${other.personId}`].toSorted())
  })
})
