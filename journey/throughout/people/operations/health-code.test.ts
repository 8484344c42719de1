import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { signToken } from '#platform/crypto/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { HealthCodeInvalid, HealthCodeOver, PersonNotFound } from '../errors.ts'
import { findPersons } from '../queries/find-person.ts'
import { personByHealthCode } from '../queries/person-by-health-code.ts'
import { personSummary } from '../queries/person-summary.ts'
import { aPerson, type APerson, asPatient, asStaff, noon } from '../testing/a-person.ts'
import { issueHealthCode } from './issue-health-code.ts'
import { mergePersons } from './merge-persons.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const issue = (person: APerson, personId: string = person.personId, now = noon) => {
  const context = asPatient(person.actor, now)
  return inTransaction(db, context, (tx) => issueHealthCode(tx, context, personId))
}
const show = (code: string, institutionId: number, now = noon) => {
  const context = asStaff(institutionId, now)
  return inTransaction(db, context, (tx) => personByHealthCode(tx, context, code))
}
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000)

describe('the dynamic health code (O13)', () => {
  test('says who it is at any institution, which then knows the person', async () => {
    const person = await aPerson(db)
    const { code, svg, renewInSeconds } = await issue(person)
    expect(renewInSeconds).toBe(60)
    expect(svg).toContain('<svg')
    expect(await show(code, 5)).toBe(person.personId)
    const desk = asStaff(5)
    expect(await inTransaction(db, desk, (tx) => personSummary(tx, desk, person.personId))).toMatchObject({ name: person.details.name })
    const [found] = await inTransaction(db, desk, (tx) => findPersons(tx, desk, { by: 'health-code', code }))
    expect(found).toMatchObject({ personId: person.personId, hospitalNumber: '00000001' })
  })

  test('read aloud as nine digits it is the same person, and only the newest digits work', async () => {
    const person = await aPerson(db)
    const first = await issue(person)
    expect(first.spoken).toMatch(/^\d{9}$/)
    expect(await show(`${first.spoken.slice(0, 3)} ${first.spoken.slice(3, 6)} ${first.spoken.slice(6)}`, 5)).toBe(person.personId)
    const second = await issue(person)
    await expect(show(first.spoken, 5)).rejects.toBeInstanceOf(HealthCodeOver)
    expect(await show(second.spoken, 5)).toBe(person.personId)
  })

  test('is over a minute and a half later, and another person\'s, or another kind of token, is refused', async () => {
    const person = await aPerson(db)
    const { code, spoken } = await issue(person)
    expect(await show(code, 5, later(89))).toBe(person.personId)
    await expect(show(code, 5, later(92))).rejects.toBeInstanceOf(HealthCodeOver)
    await expect(show(spoken, 5, later(92))).rejects.toBeInstanceOf(HealthCodeOver)
    await expect(show(`${code.slice(0, -2)}AA`, 5)).rejects.toBeInstanceOf(HealthCodeInvalid)
    await expect(show(signToken(person.personId, 60, noon), 5)).rejects.toBeInstanceOf(HealthCodeInvalid)
    await expect(show('hello, world, this is no code', 5)).rejects.toBeInstanceOf(HealthCodeInvalid)
  })

  test('is given only to those who may act for the person', async () => {
    const [person, stranger] = [await aPerson(db), await aPerson(db)]
    await expect(issue(stranger, person.personId)).rejects.toBeInstanceOf(PersonNotFound)
  })

  test('of a merged entry says the one who remains', async () => {
    const [a, b] = [await aPerson(db), await aPerson(db)]
    const { code } = await issue(b)
    const region = systemContext('test', noon)
    await inTransaction(db, region, (tx) => mergePersons(tx, region, { remainsId: a.personId, joinsId: b.personId, reason: 'one human' }))
    expect(await show(code, 6)).toBe(a.personId)
  })

  test('leaves no trace of what was shown, and an audit row for each use', async () => {
    const person = await aPerson(db)
    const { code, spoken } = await issue(person)
    await show(code, 7)
    const { rows } = await sql<{ text: string }>`select coalesce(string_agg(row_to_json(s)::text, ''), '') || (select coalesce(string_agg(row_to_json(a)::text, ''), '') from platform.audit a) as text from people.spoken_code s`.execute(owner)
    expect(rows[0]?.text).not.toContain(code)
    expect(rows[0]?.text).not.toContain(spoken)
    const audits = await sql<{ action: string }>`select action from platform.audit where person_id = ${person.personId} order by id`.execute(owner)
    expect(audits.rows.map((row) => row.action)).toEqual(expect.arrayContaining(['people.issue-health-code', 'people.register-at', 'people.read-health-code']))
  })
})
