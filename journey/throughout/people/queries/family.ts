import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { ageOn, type ConsentRequest, type Family, type FamilyMember, type RelationKind, type RelationScope, type Sex } from '../contract.ts'
import { PersonNotFound } from '../errors.ts'
import { currentEntries } from './person-summary.ts'

/** Yourself and everybody you may act for, who may act for you, and the questions that are open on either side. */
export async function family(tx: Tx, context: Context): Promise<Family> {
  if (context.actor.kind !== 'patient') throw new PersonNotFound()
  const self = context.actor.personId
  // The sign-in's own view of the family may be some moments old; this page shows what was done just now.
  await sql`select set_config('liuxin.persons', people.acts_for(${self}, ${context.now})::text, true)`.execute(tx)
  const members = await membersOf(tx, context, self)
  for (const member of members) {
    await audit(tx, context, { action: 'people.read-family', personId: member.personId, subject: `person/${member.personId}` })
  }
  return { members, proxies: await proxiesOf(tx, context, self), ...(await openRequests(tx, self, members)) }
}

interface ActedFor {
  readonly kind: string
  readonly scope: string[]
  readonly active_from: Date | null
  readonly expires_at: Date | null
}

async function membersOf(tx: Tx, context: Context, self: string): Promise<FamilyMember[]> {
  const acted = await tx
    .selectFrom('people.relation')
    .select(['person_id', 'kind', 'scope', 'active_from', 'expires_at'])
    .where(sql<boolean>`proxy_id = any (people.entries_of(${self}))`)
    .where('status', '=', 'active')
    .where('active_from', '<=', context.now)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', context.now)]))
    .orderBy('active_from')
    .execute()
  const entries = await currentEntries(tx, [self, ...acted.map((row) => row.person_id)])
  // Of several relations to one human the oldest says what they are to each other.
  const relations = new Map<string, ActedFor | null>([[entries.get(self) ?? self, null]])
  for (const row of acted) {
    const entry = entries.get(row.person_id)
    if (entry !== undefined && !relations.has(entry)) relations.set(entry, row)
  }
  const persons = await tx
    .selectFrom('people.person')
    .select(['person_id', 'name_sealed', 'name_masked', 'sex', 'birth_date'])
    .where('person_id', '=', sql<string>`any (${[...relations.keys()]}::uuid[])`)
    .execute()
  const today = localDay(context.now)
  return [...relations].flatMap(([entry, relation]) => {
    const person = persons.find((row) => row.person_id === entry)
    return person ? [toMember(person, relation, today)] : []
  })
}

function toMember(person: { person_id: string; name_sealed: Buffer; name_masked: string; sex: string; birth_date: string }, relation: ActedFor | null, today: string): FamilyMember {
  return {
    personId: person.person_id,
    name: unseal(person.name_sealed),
    nameMasked: person.name_masked,
    sex: person.sex as Sex,
    age: ageOn(person.birth_date, today),
    kind: (relation?.kind as RelationKind | undefined) ?? 'self',
    scope: (relation?.scope as RelationScope[] | undefined) ?? ['book', 'pay', 'follow'],
    since: relation?.active_from?.toISOString() ?? null,
    expiresAt: relation?.expires_at?.toISOString() ?? null,
  }
}

async function proxiesOf(tx: Tx, context: Context, self: string): Promise<Family['proxies']> {
  const { rows } = await sql<{ proxy_id: string; kind: string; scope: string[]; active_from: Date | null; expires_at: Date | null; name_masked: string }>`
    select r.proxy_id, r.kind, r.scope, r.active_from, r.expires_at, coalesce(people.masked_proxy(r.person_id, r.proxy_id), '') as name_masked
    from people.relation r
    where r.person_id = any (people.entries_of(${self})) and r.status = 'active' and (r.expires_at is null or r.expires_at > ${context.now})
    order by r.active_from`.execute(tx)
  return rows.map((row) => ({
    personId: row.proxy_id,
    nameMasked: row.name_masked,
    kind: row.kind as RelationKind,
    scope: row.scope as RelationScope[],
    since: row.active_from?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  }))
}

async function openRequests(tx: Tx, self: string, members: readonly FamilyMember[]): Promise<Pick<Family, 'asked' | 'toAnswer'>> {
  const answerable = members.filter((member) => member.kind === 'self' || member.kind === 'guardian').map((member) => member.personId)
  const { rows } = await sql<{ id: string; proxy_id: string; own: boolean; name: string; kind: string; scope: string[]; expires_at: Date | null; asked_at: Date }>`
    select c.id, c.proxy_id, c.proxy_id = ${self} as own, c.kind, c.scope, c.expires_at, c.asked_at,
      case when c.proxy_id = ${self} then c.name_masked else coalesce(people.masked_proxy(c.person_id, c.proxy_id), '') end as name
    from people.consent_request c
    where c.status = 'asked' and (c.proxy_id = ${self} or c.person_id = any (${answerable}::uuid[]))
    order by c.asked_at`.execute(tx)
  const toRequest = (row: (typeof rows)[number]): ConsentRequest => ({
    requestId: row.id,
    nameMasked: row.name,
    kind: row.kind as RelationKind,
    scope: row.scope as RelationScope[],
    expiresAt: row.expires_at?.toISOString() ?? null,
    askedAt: row.asked_at.toISOString(),
  })
  return { asked: rows.filter((row) => row.own).map(toRequest), toAnswer: rows.filter((row) => !row.own).map(toRequest) }
}
