import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { PersonNotFound } from './errors.ts'
import { registerAt } from './operations/register-at.ts'
import { personProfile } from './queries/person-profile.ts'
import { personSummary } from './queries/person-summary.ts'
import { aPerson, type APerson, asPatient, asStaff, noon } from './testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const tables = ['person', 'identity_document', 'hospital_number', 'relation', 'consent_request', 'merge', 'real_name_check', 'spoken_code'] as const
let someone: APerson
let stranger: APerson

beforeAll(async () => {
  someone = await aPerson(db)
  stranger = await aPerson(db)
  const region = systemContext('test', noon)
  await inTransaction(db, region, (tx) => registerAt(tx, region, 3, someone.personId))
})

describe('row-level security of the person index (O13)', () => {
  test('covers every table that names a person, for the owner too', async () => {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'people' and relkind = 'r' and relrowsecurity and relforcerowsecurity`.execute(owner)
    expect(rows.map((row) => row.name).sort()).toEqual([...tables].sort())
  })

  test('shows nothing at all to a connection that said nothing about itself', async () => {
    for (const table of tables) {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(`people.${table}`)}`.execute(db)
      expect(rows[0]?.count).toBe(0)
    }
  })

  test('lets a stranger see nothing of somebody, even with SQL of their own', async () => {
    const context = asPatient(stranger.actor)
    await inTransaction(db, context, async (tx) => {
      const { rows } = await sql<{ person_id: string }>`select person_id from people.person`.execute(tx)
      expect(rows.map((row) => row.person_id)).toEqual([stranger.personId])
      const documents = await sql`select from people.identity_document where person_id = ${someone.personId}`.execute(tx)
      expect(documents.rows).toEqual([])
    })
  })

  test('lets staff see those their institution has a number for, and another institution\'s staff nobody', async () => {
    const seenBy = (institutionId: number) => {
      const context = asStaff(institutionId)
      return inTransaction(db, context, async (tx) => (await sql<{ person_id: string }>`select person_id from people.person`.execute(tx)).rows.map((row) => row.person_id))
    }
    expect(await seenBy(3)).toEqual([someone.personId])
    expect(await seenBy(4)).toEqual([])
  })

  test('lets nobody write themselves into another\'s life', async () => {
    const context = asPatient(stranger.actor)
    const refused = { code: '42501' }
    const grab = () => inTransaction(db, context, (tx) => sql`insert into people.relation (person_id, proxy_id, kind, status, asked_at, active_from)
      values (${someone.personId}, ${stranger.personId}, 'child', 'active', now(), now())`.execute(tx))
    await expect(grab()).rejects.toMatchObject(refused)
    const attach = () => inTransaction(db, context, (tx) => sql`insert into people.identity_document (person_id, kind, number_hash, number_sealed, number_masked, added_at)
      values (${someone.personId}, 'passport', 'x', 'x', 'x', now())`.execute(tx))
    await expect(attach()).rejects.toMatchObject(refused)
    const rename = await inTransaction(db, context, (tx) => sql`update people.person set name_masked = 'x' where person_id = ${someone.personId}`.execute(tx))
    expect(rename.numAffectedRows).toBe(0n)
  })

  test('"not yours" and "does not exist" are one answer', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000'
    for (const ask of [personSummary, personProfile]) {
      const answers = await Promise.all([someone.personId, nobody].map((personId) => {
        const context = asPatient(stranger.actor)
        return inTransaction(db, context, (tx) => ask(tx, context, personId)).catch((error: unknown) => error)
      }))
      for (const answer of answers) {
        expect(answer).toBeInstanceOf(PersonNotFound)
        expect((answer as PersonNotFoundError).details).toEqual({})
      }
    }
  })

  test('numbers, names and phones are not readable in the tables', async () => {
    const { rows } = await sql<{ text: string }>`select row_to_json(p)::text || row_to_json(d)::text as text
      from people.person p join people.identity_document d using (person_id) where person_id = ${someone.personId}`.execute(owner)
    const text = rows[0]?.text ?? ''
    for (const secret of [someone.details.name, someone.phone, someone.details.document.number]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(Buffer.from(secret).toString('hex'))
    }
  })

  test('each read leaves an audit row in its transaction', async () => {
    const context = asPatient(someone.actor)
    await inTransaction(db, context, (tx) => personSummary(tx, context, someone.personId))
    const { rows } = await sql<{ action: string }>`select action from platform.audit where request_id = ${context.requestId} and person_id = ${someone.personId}`.execute(owner)
    expect(rows).toEqual([{ action: 'people.read-person' }])
  })
})

type PersonNotFoundError = InstanceType<typeof PersonNotFound>
