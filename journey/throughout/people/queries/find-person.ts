import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { checkDocument, type DocumentKind, type FindPerson, type FoundPerson, type Sex } from '../contract.ts'
import { DocumentInvalid } from '../errors.ts'
import { documentHash, nameHash, phoneHash } from '../person-columns.ts'
import { personByHealthCode } from './person-by-health-code.ts'
import { currentEntries } from './person-summary.ts'

/** Who holds a document somebody shows here and now. Only masked facts, since this place may not know them yet. */
export async function personByDocument(tx: Tx, context: Context, kind: DocumentKind, number: string): Promise<FoundPerson | undefined> {
  const facts = checkDocument(kind, number, localDay(context.now))
  if ('fault' in facts) throw new DocumentInvalid({ fault: facts.fault })
  const hash = documentHash(kind, facts.number)
  const { rows } = await sql<Row>`select person_id, name_masked, sex, birth_date::text from people.find_by_document(${kind}, ${hash})`.execute(tx)
  return (await seen(tx, context, 'people.find-by-document', rows))[0]
}

/** Persons who gave this phone; several may share one. */
export async function personsByPhone(tx: Tx, context: Context, phone: string): Promise<FoundPerson[]> {
  const { rows } = await sql<Row>`select person_id, name_masked, sex, birth_date::text from people.find_by_phone(${phoneHash(phone)})`.execute(tx)
  return seen(tx, context, 'people.find-by-phone', rows)
}

/** The desk's search: by what a person shows or says. By name and hospital number only among those known here. */
export async function findPersons(tx: Tx, context: Context, input: FindPerson): Promise<FoundPerson[]> {
  switch (input.by) {
    case 'document': {
      const found = await personByDocument(tx, context, input.document.kind, input.document.number)
      return found ? [found] : []
    }
    case 'phone':
      return personsByPhone(tx, context, input.phone)
    case 'health-code': {
      const personId = await personByHealthCode(tx, context, input.code)
      return seen(tx, context, 'people.find-by-health-code', await rowsOf(tx, [personId]))
    }
    case 'hospital-number': {
      const rows = await tx
        .selectFrom('people.hospital_number')
        .select('person_id')
        .where('institution_id', '=', context.institutionId ?? 0)
        .where('number', '=', input.number.padStart(8, '0'))
        .execute()
      return seen(tx, context, 'people.find-by-hospital-number', await rowsOf(tx, rows.map((row) => row.person_id)))
    }
    case 'name': {
      const rows = await tx
        .selectFrom('people.person')
        .select('person_id')
        .where('name_hash', '=', nameHash(input.name))
        .limit(50)
        .execute()
      return seen(tx, context, 'people.find-by-name', await rowsOf(tx, rows.map((row) => row.person_id)))
    }
  }
}

interface Row {
  person_id: string
  name_masked: string
  sex: string
  birth_date: string
}

async function rowsOf(tx: Tx, personIds: readonly string[]): Promise<Row[]> {
  if (personIds.length === 0) return []
  return tx
    .selectFrom('people.person')
    .select(['person_id', 'name_masked', 'sex', 'birth_date'])
    .where('person_id', '=', sql<string>`any (${[...new Set((await currentEntries(tx, personIds)).values())]}::uuid[])`)
    .execute()
}

async function seen(tx: Tx, context: Context, action: string, rows: readonly Row[]): Promise<FoundPerson[]> {
  // A search that finds nobody is worth an audit row too: somebody may be trying numbers.
  if (rows.length === 0) await audit(tx, context, { action, subject: 'person/none' })
  const found: FoundPerson[] = []
  for (const row of rows) {
    await audit(tx, context, { action, personId: row.person_id, subject: `person/${row.person_id}` })
    found.push({
      personId: row.person_id,
      nameMasked: row.name_masked,
      sex: row.sex as Sex,
      birthDate: row.birth_date,
      hospitalNumber: await hospitalNumberAt(tx, context.institutionId, row.person_id),
    })
  }
  return found
}

async function hospitalNumberAt(tx: Tx, institutionId: number | null, personId: string): Promise<string | null> {
  if (institutionId === null) return null
  const row = await tx
    .selectFrom('people.hospital_number')
    .select('number')
    .where('institution_id', '=', institutionId)
    .where(sql<boolean>`person_id = any (people.entries_of(${personId}))`)
    .orderBy('since')
    .limit(1)
    .executeTakeFirst()
  return row?.number ?? null
}
