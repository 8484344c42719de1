import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PersonDetails } from '../contract.ts'
import { NameDiffers, NotConfirmedYet } from '../errors.ts'
import { documentHash, nameHash, phoneColumns, phoneHash } from '../person-columns.ts'
import type { RealNameAnswer } from '../real-name/ask-real-name.ts'
import { recordRealName } from './check-real-name.ts'
import { settleDetails } from './settle-details.ts'
import { matchDocument, writePerson } from './write-person.ts'

/**
 * Somebody whose phone was proved by a code says who they are, and becomes that person in the index.
 *
 * A document nobody holds yet makes a new person. One that is known is theirs only when the name fits and either the
 * phone is the one on record or the register of names confirmed name, number and phone together; otherwise anybody
 * who has seen an identity card could take over a life. All failures of a known document give {@link NotConfirmedYet}.
 */
export async function claimPerson(
  tx: Tx,
  context: Context,
  { details: given, phone, check }: { details: PersonDetails; phone: string; check: RealNameAnswer },
): Promise<PersonId> {
  const details = settleDetails(given, context.now)
  if (check.result === 'different') throw new NameDiffers()
  const known = await matchDocument(tx, details.document.kind, documentHash(details.document.kind, details.document.number))
  if (known) {
    const nameFits = known.nameHash.equals(nameHash(details.name))
    const phoneFits = known.phoneHash?.equals(phoneHash(phone)) ?? false
    if (!nameFits || !(phoneFits || check.result === 'same')) throw new NotConfirmedYet()
  }
  const personId =
    known?.personId ?? (await writePerson(tx, context, { ...details, phone, verifiedAt: check.result === 'same' ? context.now : null }))
  await sql`select people.also_act_for(${personId})`.execute(tx)
  if (known) {
    await tx
      .updateTable('people.person')
      .set({ ...phoneColumns(phone), ...(check.result === 'same' ? { verified_at: context.now } : {}) })
      .where('person_id', '=', personId)
      .execute()
    await audit(tx, context, { action: 'people.claim-person', personId, subject: `person/${personId}` })
  }
  await recordRealName(tx, context, personId, details.document.kind, check)
  return personId
}
