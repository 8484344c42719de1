import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { ageOn, type InsuranceKind, type PersonSummary, type Sex } from '../contract.ts'
import { PersonNotFound } from '../errors.ts'

/**
 * Who a person is, as far as the one who asks may see them; merged entries answer as the entry that remains.
 * A stranger gets {@link PersonNotFound}, the same as for an id that never existed. Leaves an audit row.
 */
export async function personSummary(tx: Tx, context: Context, personId: string): Promise<PersonSummary> {
  const found = await personSummaries(tx, context, [personId])
  const summary = found.get(personId)
  if (!summary) throw new PersonNotFound()
  return summary
}

/** The same for many, by the ids asked for; whoever is missing in the answer may not be seen. One audit row each. */
export async function personSummaries(tx: Tx, context: Context, personIds: readonly string[]): Promise<Map<string, PersonSummary>> {
  if (personIds.length === 0) return new Map()
  const entries = await currentEntries(tx, personIds)
  const rows = await tx
    .selectFrom('people.person')
    .select(['person_id', 'name_sealed', 'name_masked', 'sex', 'birth_date', 'phone_masked', 'insurance_kind', 'allergies', 'verified_at'])
    .where('person_id', '=', sql<string>`any (${[...new Set(entries.values())]}::uuid[])`)
    .execute()
  const today = localDay(context.now)
  const summaries = new Map<string, PersonSummary>()
  for (const row of rows) {
    await audit(tx, context, { action: 'people.read-person', personId: row.person_id, subject: `person/${row.person_id}` })
    summaries.set(row.person_id, {
      personId: row.person_id,
      name: unseal(row.name_sealed),
      nameMasked: row.name_masked,
      sex: row.sex as Sex,
      birthDate: row.birth_date,
      age: ageOn(row.birth_date, today),
      phoneMasked: row.phone_masked,
      insuranceKind: row.insurance_kind as InsuranceKind,
      allergies: row.allergies,
      verified: row.verified_at !== null,
    })
  }
  const found = new Map<string, PersonSummary>()
  for (const [asked, entry] of entries) {
    const summary = summaries.get(entry)
    if (summary) found.set(asked, summary)
  }
  return found
}

/**
 * The entries that remain, by the ids asked for. Asked before the persons themselves, and not joined to them: with row
 * security the planner would otherwise judge every person of the region one by one.
 */
export async function currentEntries(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ asked: string; entry: string | null }>`
    select asked, people.current_entry(asked) as entry from unnest(${[...new Set(personIds)]}::uuid[]) a(asked)`.execute(tx)
  return new Map(rows.flatMap((row) => (row.entry === null ? [] : [[row.asked, row.entry]])))
}

/** The entry that remains when entries were merged: write new things about a person under this one. */
export async function currentEntry(tx: Tx, personId: string): Promise<PersonId> {
  const { rows } = await sql<{ id: string | null }>`select people.current_entry(${personId}) as id`.execute(tx)
  if (!rows[0]?.id) throw new PersonNotFound()
  return rows[0].id as PersonId
}

/** Every entry of one human, the remaining one first: read what hangs on a person under all of these. */
export async function entriesOf(tx: Tx, personId: string): Promise<PersonId[]> {
  const { rows } = await sql<{ ids: string[] }>`select people.entries_of(${personId}) as ids`.execute(tx)
  return (rows[0]?.ids ?? [personId]) as PersonId[]
}

/** Everybody a person may act for at a moment, themselves included, with all their entries. */
export async function actsFor(tx: Tx, personId: string, at: Date): Promise<PersonId[]> {
  const { rows } = await sql<{ ids: string[] }>`select people.acts_for(${personId}, ${at}) as ids`.execute(tx)
  return (rows[0]?.ids ?? [personId]) as PersonId[]
}
