import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import { keyedHash, verifyToken } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { HealthCodeInvalid, HealthCodeOver } from '../errors.ts'
import { healthCodeMark, spokenDigits } from '../operations/issue-health-code.ts'
import { registerAt } from '../operations/register-at.ts'
import { currentEntry } from './person-summary.ts'

/**
 * Whose code this is: at check-in, at a desk, when paying. Shown at an institution, it is also the reason for the
 * institution to know the person, so they get their hospital number there. What was shown is kept nowhere.
 * Throws {@link HealthCodeInvalid} for what is not ours, {@link HealthCodeOver} for an old one.
 */
export async function personByHealthCode(tx: Tx, context: Context, shown: string): Promise<PersonId> {
  const personId = await currentEntry(tx, await read(tx, context, shown.trim()))
  if (context.actor.kind === 'staff' && context.institutionId !== null) await registerAt(tx, context, context.institutionId, personId)
  await audit(tx, context, { action: 'people.read-health-code', personId, subject: `person/${personId}` })
  return personId
}

async function read(tx: Tx, context: Context, shown: string): Promise<string> {
  const digits = shown.replace(/\s/g, '')
  if (/^\d+$/.test(digits) && digits.length === spokenDigits) {
    const { rows } = await sql<{ id: string | null }>`
      select people.find_by_spoken_code(${keyedHash(`spoken ${digits}`)}, ${context.now}) as id`.execute(tx)
    if (!rows[0]?.id) throw new HealthCodeOver()
    return rows[0].id
  }
  const token = verifyToken(shown, context.now)
  if ('fault' in token) throw token.fault === 'expired' ? new HealthCodeOver() : new HealthCodeInvalid()
  if (!token.payload.startsWith(healthCodeMark)) throw new HealthCodeInvalid()
  return token.payload.slice(healthCodeMark.length)
}
