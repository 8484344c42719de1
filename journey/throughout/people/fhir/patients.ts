import type { Identifier, Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Asked, type Criteria, type Found, type Question, type Reading, type ServedResource, spansOf } from '#platform/fhir/index.ts'
import { checkDocument, documentKinds, type DocumentKind } from '../contract.ts'
import { documentHash, nameHash, phoneHash } from '../person-columns.ts'

/** `urn:liuxin:document:passport`: a document somebody shows. `urn:liuxin:hospital-number:101`: their number at an institution. */
export const DOCUMENT = 'urn:liuxin:document:'
export const HOSPITAL_NUMBER = 'urn:liuxin:hospital-number:'
const PERSON = 'urn:liuxin:person'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

interface Row {
  readonly id: string
  readonly name_sealed: Buffer
  readonly sex: 'male' | 'female' | 'unknown'
  readonly birth_date: string
  readonly version: number
  readonly changed_at: Date
  readonly numbers: readonly { readonly institution: number; readonly number: string }[] | null
}

export const patients: ServedResource = {
  type: 'Patient',
  documentation: 'People known at the institutions the client was let in to. Whoever shows a document or gives a telephone is also found before that: with a masked name, enough to book for them',
  versioned: true,
  params: {
    identifier: { type: 'token', documentation: `system|number: a document (${DOCUMENT}KIND, ${documentKinds.join(', ')}), a hospital number (${HOSPITAL_NUMBER}INSTITUTION) or ${PERSON}` },
    phone: { type: 'token', documentation: 'A mobile number, in full' },
    name: { type: 'string', documentation: 'The whole name' },
    birthdate: { type: 'date', documentation: 'The day of birth' },
    gender: { type: 'token', documentation: 'male, female or unknown' },
  },
  cursor: z.tuple([z.uuid()]),
  includes: {},
  revIncludes: ['Appointment:patient'],
  read: (reading, ids) => knownPatients(reading, { ids: ids.filter((id) => UUID.test(id)) }),
  search,
}

async function search(reading: Reading, question: Question): Promise<Found> {
  const { criteria } = question
  const shown = await shownOnly(reading, criteria)
  const ids = idsWanted(criteria, shown?.map(({ id }) => id))
  const known = await knownPatients(reading, { ids, criteria, after: (question.after?.[0] as string | undefined) ?? null, limit: question.count + 1 })
  const strangers = question.after === null ? (shown ?? []).filter((one) => matchesDetails(one, criteria) && !known.some(({ id }) => id === one.id)) : []
  const page = known.slice(0, question.count)
  return {
    resources: question.count === 0 ? [] : [...page, ...strangers.map((one) => maskedPatient(one))],
    next: known.length > question.count ? [page.at(-1)?.id ?? ''].filter(Boolean) : undefined,
    ...(question.wantsTotal ? { total: (await countKnown(reading, { ids, criteria })) + strangers.length } : {}),
  }
}

interface Shown {
  readonly id: string
  readonly nameMasked: string
  readonly sex: Row['sex']
  readonly birthDate: string
}

/** Whom a document or telephone that was named belongs to, known here or not. Undefined: nothing of the kind was asked. */
async function shownOnly({ tx, context }: Reading, criteria: Criteria): Promise<Shown[] | undefined> {
  const documents = criteria.get('identifier')?.filter(({ token }) => token!.some(({ system }) => system === undefined || !system.startsWith(HOSPITAL_NUMBER)))
  const phones = criteria.get('phone')
  if (!documents?.length && !phones?.length) return undefined
  const lists: Shown[][] = []
  for (const { token } of documents ?? []) lists.push((await Promise.all(token!.map((one) => byDocument(tx, context, one.system, one.code)))).flat())
  for (const { token } of phones ?? []) lists.push((await Promise.all(token!.map((one) => byPhone(tx, one.code)))).flat())
  const first = lists[0]!.filter((one) => lists.every((list) => list.some(({ id }) => id === one.id)))
  const found = [...new Map(first.map((one) => [one.id, one])).values()]
  await auditAll(tx, context, 'people.find-by-number', found.map(({ id }) => ({ institutionId: 0, personId: id, subject: `person/${id}` })))
  return found
}

async function byDocument(tx: Tx, context: Context, system: string | undefined, code: string | undefined): Promise<Shown[]> {
  if (code === undefined || code.length > 40) return []
  if (system === PERSON) return UUID.test(code) ? rowsShown(tx, sql`select person_id from people.person where person_id = ${code}::uuid`) : []
  const kinds = system === undefined ? documentKinds : documentKinds.filter((kind) => system === `${DOCUMENT}${kind}`)
  const hashes = kinds.flatMap((kind: DocumentKind) => {
    const facts = checkDocument(kind, code, localDay(context.now))
    return 'fault' in facts ? [] : [{ kind, hash: documentHash(kind, facts.number) }]
  })
  if (hashes.length === 0) return []
  const { rows } = await sql<{ person_id: string; name_masked: string; sex: Row['sex']; birth_date: string }>`
    select f.person_id, f.name_masked, f.sex, f.birth_date::text from unnest(${hashes.map((one) => one.kind)}::text[], ${hashes.map((one) => one.hash)}::bytea[]) u(k, h)
    cross join lateral people.find_by_document(u.k, u.h) f`.execute(tx)
  return rows.map(asShown)
}

/** Whose identifier this is: for other types that point to people by it. Leaves an audit row for each found. */
export async function personsByIdentifier({ tx, context }: Pick<Reading, 'tx' | 'context'>, system: string | undefined, value: string | undefined): Promise<string[]> {
  // Our own number says whom it means by itself; whether there is such a person, whoever uses it will see.
  if (system === PERSON) return value && UUID.test(value) ? [value] : []
  const ids = system?.startsWith(HOSPITAL_NUMBER) ? await byHospitalNumber(tx, Number(system.slice(HOSPITAL_NUMBER.length)), value ?? '') : (await byDocument(tx, context, system, value)).map(({ id }) => id)
  await auditAll(tx, context, 'people.find-by-number', ids.map((id) => ({ institutionId: 0, personId: id, subject: `person/${id}` })))
  return ids
}

async function byHospitalNumber(tx: Tx, institutionId: number, number: string): Promise<string[]> {
  if (!Number.isInteger(institutionId) || institutionId < 1 || institutionId > 2_147_483_647) return []
  const { rows } = await sql<{ id: string }>`select person_id as id from people.hospital_number where institution_id = ${institutionId} and number = ${number}`.execute(tx)
  return rows.map(({ id }) => id)
}

async function byPhone(tx: Tx, phone: string | undefined): Promise<Shown[]> {
  if (phone === undefined || phone.length > 20) return []
  const { rows } = await sql<{ person_id: string; name_masked: string; sex: Row['sex']; birth_date: string }>`
    select person_id, name_masked, sex, birth_date::text from people.find_by_phone(${phoneHash(phone)})`.execute(tx)
  return rows.map(asShown)
}

async function rowsShown(tx: Tx, ids: ReturnType<typeof sql>): Promise<Shown[]> {
  const { rows } = await sql<{ person_id: string; name_masked: string; sex: Row['sex']; birth_date: string }>`
    select person_id, name_masked, sex, birth_date::text from people.person where person_id in (${ids})`.execute(tx)
  return rows.map(asShown)
}

const asShown = (row: { person_id: string; name_masked: string; sex: Row['sex']; birth_date: string }): Shown =>
  ({ id: row.person_id, nameMasked: row.name_masked, sex: row.sex, birthDate: row.birth_date })

function matchesDetails(one: Shown, criteria: Criteria): boolean {
  const born = new Date(`${one.birthDate}T12:00:00+08:00`)
  const spans = spansOf(criteria.get('birthdate'))
  return !criteria.has('name') && !criteria.has('_id') && !criteria.has('_lastUpdated')
    && (criteria.get('gender') ?? []).every(({ token }) => token!.some(({ code }) => code === one.sex))
    && (spans?.some(({ from, until }) => (!from || born >= from) && (!until || born < until)) ?? true)
}

/** The ids that can match; undefined: anybody known here. */
function idsWanted(criteria: Criteria, shown: readonly string[] | undefined): string[] | undefined {
  const asked = criteria.get('_id')
  if (!asked && !shown) return undefined
  const lists = [...(asked ?? []).map(({ token }) => token!.map(({ code }) => code ?? '')), ...(shown ? [shown] : [])]
  return (lists[0] ?? []).filter((id) => UUID.test(id) && lists.every((list) => list.includes(id)))
}

interface Wanted {
  readonly ids?: readonly string[] | undefined
  readonly criteria?: Criteria
  readonly after?: string | null
  readonly limit?: number
}

/** People with a number at an institution of the client; merged entries are one. Row-level security says the same once more. */
function known(context: Context, { ids, criteria, after }: Wanted) {
  const institutions = context.actor.kind === 'client' ? context.actor.institutions : []
  const spans = spansOf(criteria?.get('birthdate'))
  const changed = spansOf(criteria?.get('_lastUpdated'))
  const numbers = (criteria?.get('identifier') ?? []).filter(({ token }) => token!.some(({ system }) => system?.startsWith(HOSPITAL_NUMBER)))
  return sql`from people.person p where p.merged_into is null
    and p.person_id in (select h.person_id from people.hospital_number h where h.institution_id = any (${[...institutions]}::integer[])
      ${ids ? sql`and h.person_id = any (${[...ids]}::uuid[])` : sql``} ${sql.join(numbers.map(ofNumber), sql` `)})
    ${ids ? sql`and p.person_id = any (${[...ids]}::uuid[])` : sql``}
    ${sql.join((criteria?.get('name') ?? []).map(({ string }) => sql`and p.name_hash = any (${string!.map(nameHash)}::bytea[])`), sql` `)}
    ${sql.join((criteria?.get('gender') ?? []).map(({ token }) => sql`and p.sex = any (${token!.map(({ code }) => code ?? '')}::text[])`), sql` `)}
    ${spans ? sql`and exists (select from unnest(${spans.map((one) => one.from)}::timestamptz[], ${spans.map((one) => one.until)}::timestamptz[]) r(f, u)
      where (r.f is null or p.birth_date::timestamp at time zone 'Asia/Shanghai' >= r.f) and (r.u is null or p.birth_date::timestamp at time zone 'Asia/Shanghai' < r.u))` : sql``}
    ${changed ? sql`and exists (select from unnest(${changed.map((one) => one.from)}::timestamptz[], ${changed.map((one) => one.until)}::timestamptz[]) r(f, u)
      where (r.f is null or p.changed_at >= r.f) and (r.u is null or p.changed_at < r.u))` : sql``}
    ${after ? sql`and p.person_id > ${after}::uuid` : sql``}`
}

function ofNumber({ token }: Asked) {
  const pairs = token!.map(({ system, code }) => ({ institution: Number(system?.slice(HOSPITAL_NUMBER.length) ?? 0), number: code ?? '' }))
    .filter((one) => Number.isInteger(one.institution) && one.institution > 0 && one.institution < 2 ** 31)
  return sql`and (h.institution_id, h.number) in (select * from unnest(${pairs.map((one) => one.institution)}::integer[], ${pairs.map((one) => one.number)}::text[]))`
}

async function knownPatients({ tx, context }: Reading, wanted: Wanted): Promise<Patient[]> {
  if (wanted.ids?.length === 0) return []
  const institutions = context.actor.kind === 'client' ? [...context.actor.institutions] : []
  const { rows } = await sql<Row>`
    select p.person_id as id, p.name_sealed, p.sex, p.birth_date::text as birth_date, p.version, p.changed_at,
      (select json_agg(json_build_object('institution', n.institution_id, 'number', n.number) order by n.institution_id)
       from people.hospital_number n where n.person_id = p.person_id and n.institution_id = any (${institutions}::integer[])) as numbers
    ${known(context, wanted)} order by p.person_id limit ${wanted.limit ?? 1000}`.execute(tx)
  await auditAll(tx, context, 'people.read-person', rows.map(({ id, numbers }) => ({ institutionId: numbers?.[0]?.institution ?? 0, personId: id, subject: `person/${id}` })))
  return rows.map(asPatient)
}

async function countKnown({ tx, context }: Reading, wanted: Wanted): Promise<number> {
  if (wanted.ids?.length === 0) return 0
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n ${known(context, wanted)}`.execute(tx)
  return rows[0]!.n
}

function asPatient(row: Row): Patient {
  const numbers = (row.numbers ?? []).map(({ institution, number }): Identifier =>
    ({ use: 'usual', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, system: `${HOSPITAL_NUMBER}${institution}`, value: number,
      assigner: { reference: `Organization/${institution}` } }))
  return {
    resourceType: 'Patient', id: row.id, meta: { versionId: String(row.version), lastUpdated: row.changed_at.toISOString() },
    identifier: [{ system: PERSON, value: row.id }, ...numbers], active: true,
    name: [{ use: 'official', text: unseal(row.name_sealed) }], gender: row.sex, birthDate: row.birth_date,
  }
}

/** What a desk is shown of somebody it does not know yet. */
function maskedPatient(one: Shown): Patient {
  return {
    resourceType: 'Patient', id: one.id,
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'MASKED' }] },
    identifier: [{ system: PERSON, value: one.id }], active: true, name: [{ text: one.nameMasked }], gender: one.sex, birthDate: one.birthDate,
  }
}
