import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context, PatientActor } from '#platform/context/context.ts'
import { keyedHash } from '#platform/crypto/index.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import type { HelpAsked } from '../contract.ts'
import { NoSuchHelp } from '../errors.ts'
import { after, limitsAt } from '../rules.ts'
import { openSessionOf } from '../session-row.ts'
import { close } from './end-help.ts'

/** What is hashed; the code itself is written nowhere. */
export function codeHash(code: string): Buffer {
  return keyedHash(`assistance code ${code}`)
}

/** Only somebody signed in on their own device has a page to share. */
export function patientOf(context: Context): PatientActor {
  if (context.actor.kind !== 'patient') throw new NoSuchHelp()
  return context.actor
}

/**
 * Somebody wants help on their own page and gets a code to tell: six figures, good for some minutes and for one helper. The
 * help they had asked for before ends. Nothing is shown to anybody yet.
 */
export async function askForHelp(tx: Tx, context: Context): Promise<HelpAsked> {
  const actor = patientOf(context)
  const before = await openSessionOf(tx, actor.accountId)
  if (before) await close(tx, context, before, 'replaced')
  const { codeMinutes } = await limitsAt(tx, context.now)
  const codeUntil = after(context.now, { minutes: codeMinutes })
  const { nameMasked } = await personSummary(tx, context, actor.personId)
  const id = newId()
  const code = await keepCode(async (hash) => {
    await sql`insert into assistance.session (person_id, id, person_name, account_id, code_hash, code_until, asked_at, person_seen_at)
      values (${actor.personId}, ${id}, ${nameMasked}, ${actor.accountId}, ${hash}, ${codeUntil}, ${context.now}, ${context.now})`.execute(tx)
  }, tx)
  await audit(tx, context, { action: 'assistance.ask-for-help', personId: actor.personId, subject: `assistance/${id}` })
  return { id, code, codeUntil: codeUntil.toISOString() }
}

/** Two who ask at once never get the same code: the database says so, and another one is thrown. */
async function keepCode(write: (hash: Buffer) => Promise<void>, tx: Tx): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    await sql`savepoint code`.execute(tx)
    try {
      await write(codeHash(code))
      return code
    } catch (error) {
      if (attempt === 5 || !violates(error, 'session_one_code')) throw error
      await sql`rollback to savepoint code`.execute(tx)
    }
  }
}
