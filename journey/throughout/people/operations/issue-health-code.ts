import { randomInt } from 'node:crypto'
import QRCode from 'qrcode'
import { audit } from '#platform/audit/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import { keyedHash, signToken } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { HealthCode } from '../contract.ts'
import { PersonNotFound } from '../errors.ts'
import { currentEntry } from '../queries/person-summary.ts'

/** Says what kind of signed text this is, so that another kind can never pass for it. */
export const healthCodeMark = 'health-code:'
export const spokenDigits = 9
const renewSeconds = 60
// A code that is just being replaced on the screen is still good at the window.
const graceSeconds = 30

/**
 * A fresh code for a person, to show at a window, gate or desk: as a square, and as nine digits to read aloud.
 * The square is signed and stored nowhere; of the digits a keyed hash is kept until they are over. Asking again makes
 * the digits given before worthless. Throws {@link PersonNotFound} for anybody the actor may not act for.
 */
export async function issueHealthCode(tx: Tx, context: Context, personId: string): Promise<HealthCode> {
  if (!mayActFor(context.actor, personId)) throw new PersonNotFound()
  const entry = await currentEntry(tx, personId)
  const person = await tx.selectFrom('people.person').select('name_masked').where('person_id', '=', entry).executeTakeFirst()
  if (!person) throw new PersonNotFound()
  const code = signToken(`${healthCodeMark}${entry}`, renewSeconds + graceSeconds, context.now)
  const spoken = await keepSpoken(tx, context, entry)
  await audit(tx, context, { action: 'people.issue-health-code', personId: entry, subject: `person/${entry}` })
  const svg = await QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  return { personId: entry, nameMasked: person.name_masked, code, spoken, svg, renewInSeconds: renewSeconds }
}

async function keepSpoken(tx: Tx, context: Context, personId: string): Promise<string> {
  const digits = String(randomInt(10 ** spokenDigits)).padStart(spokenDigits, '0')
  const row = {
    code_hash: keyedHash(`spoken ${digits}`),
    expires_at: new Date(context.now.getTime() + (renewSeconds + graceSeconds) * 1000),
  }
  await tx
    .insertInto('people.spoken_code')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute()
  return digits
}
