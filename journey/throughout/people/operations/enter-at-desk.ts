import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { EnterPerson, RegisteredPerson } from '../contract.ts'
import { NameDiffers, PersonNotFound } from '../errors.ts'
import { documentHash, nameHash, phoneColumns } from '../person-columns.ts'
import { personSummary } from '../queries/person-summary.ts'
import { registerAt } from './register-at.ts'
import { settleDetails } from './settle-details.ts'
import { matchDocument, writePerson } from './write-person.ts'

/**
 * A person stands at the window and has shown their document: they get a hospital number here, and are entered in the
 * region's index when nobody knew them. The document counts as seen. Throws {@link NameDiffers} when the document is
 * known under another name.
 */
export async function enterAtDesk(tx: Tx, context: Context, input: EnterPerson): Promise<RegisteredPerson> {
  if (context.institutionId === null) throw new PersonNotFound()
  const details = settleDetails(input, context.now)
  const known = await matchDocument(tx, details.document.kind, documentHash(details.document.kind, details.document.number))
  if (known && !known.nameHash.equals(nameHash(details.name))) throw new NameDiffers()
  const personId =
    known?.personId ??
    (await writePerson(tx, context, { ...details, phone: input.phone ?? null, insuranceKind: input.insuranceKind, verifiedAt: context.now }))
  const hospitalNumber = await registerAt(tx, context, context.institutionId, personId)
  if (known) await bringUpToDate(tx, context, personId, input.phone)
  return { personId, hospitalNumber, summary: await personSummary(tx, context, personId) }
}

/** Registers somebody the desk found by what they showed, without typing anything again. */
export async function registerFound(tx: Tx, context: Context, personId: string): Promise<RegisteredPerson> {
  if (context.institutionId === null) throw new PersonNotFound()
  const { rows } = await sql<{ id: string | null }>`select people.current_entry(${personId}) as id`.execute(tx)
  const current = rows[0]?.id
  if (!current) throw new PersonNotFound()
  const hospitalNumber = await registerAt(tx, context, context.institutionId, current)
  return { personId: current, hospitalNumber, summary: await personSummary(tx, context, current) }
}

async function bringUpToDate(tx: Tx, context: Context, personId: string, phone: string | undefined): Promise<void> {
  await tx
    .updateTable('people.person')
    .set({ verified_at: sql`coalesce(verified_at, ${context.now})`, ...(phone ? phoneColumns(phone) : {}) })
    .where('person_id', '=', personId)
    .execute()
  await audit(tx, context, { action: 'people.confirm-document', personId, subject: `person/${personId}`, detail: { phoneChanged: phone !== undefined } })
}
