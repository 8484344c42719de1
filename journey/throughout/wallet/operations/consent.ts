import { randomInt } from 'node:crypto'
import QRCode from 'qrcode'
import { sql } from 'kysely'
import type { IdentityDocument } from '#journey/throughout/people/contract.ts'
import { currentEntry, entriesOf, personByDocument } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { keyedHash } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { ConsentCode, RedeemCode } from '../contract.ts'
import { ConsentNeeded, WalletNotYours } from '../errors.ts'
import { type ConsentPurpose, mayUse } from '../queries/may-use.ts'
import { consentRule } from '../rules.ts'

const hashOf = (code: string) => keyedHash(`wallet consent ${code}`)

/**
 * Six figures to show or say at a window: whoever has them may see this balance for a few minutes and take one payment from
 * it. Asking again makes those given before worthless. Throws {@link WalletNotYours}.
 */
export async function issueConsentCode(tx: Tx, context: Context, personId: string): Promise<ConsentCode> {
  if (context.actor.kind !== 'patient' || !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const entry = await currentEntry(tx, personId)
  const { codeSeconds } = await consentRule(tx, context.now)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = new Date(context.now.getTime() + codeSeconds * 1000)
  await sql`insert into wallet.consent_code as c (person_id, code_hash, expires_at) values (${entry}, ${hashOf(code)}, ${expiresAt})
    on conflict (person_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0`.execute(tx)
  await audit(tx, context, { action: 'wallet.issue-consent-code', personId: entry, subject: `person/${entry}` })
  return { code, secondsValid: codeSeconds, svg: await QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }) }
}

/**
 * The window types what the person shows. True: from now on it may see the balance and take from it once. False: wrong, or
 * over; five wrong ones, and the person has to ask for another. An answer and not an outcome, so that a wrong try stays counted.
 */
export async function redeemConsentCode(tx: Tx, context: Context, { personId, code }: RedeemCode): Promise<boolean> {
  const { actor, institutionId, now } = context
  if (actor.kind !== 'staff' || institutionId === null) throw new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  const { rows } = await sql<{ right: boolean }>`select wallet.redeem_code(${entries}::uuid[], ${hashOf(code)}, ${now}) as right`.execute(tx)
  const accepted = rows[0]!.right
  if (accepted) {
    const { windowSeconds } = await consentRule(tx, now)
    await sql`insert into wallet.consent (institution_id, id, person_id, account_id, given_at, expires_at)
      values (${institutionId}, ${newId()}, ${entries[0]}, ${actor.accountId}, ${now}, ${new Date(now.getTime() + windowSeconds * 1000)})`.execute(tx)
  }
  await audit(tx, context, { action: 'wallet.redeem-consent-code', personId: entries[0]!, subject: `person/${entries[0]}`, institutionId, result: accepted ? 'done' : 'refused' })
  return accepted
}

/**
 * A person without a phone shows an identity document, and the window types its number. True: it is theirs, and for some minutes
 * this window may see the balance and give back from it, once. It pays nothing with it. False: it is somebody else's or nobody's;
 * an answer and not an outcome, so that the try stays written down.
 */
export async function consentByDocument(tx: Tx, context: Context, personId: string, document: IdentityDocument): Promise<boolean> {
  const { actor, institutionId, now } = context
  if (actor.kind !== 'staff' || institutionId === null) throw new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  const found = await personByDocument(tx, context, document.kind, document.number)
  const accepted = found !== undefined && entries.some((entry) => entry === found.personId)
  if (accepted) {
    const { windowSeconds } = await consentRule(tx, now)
    await sql`insert into wallet.consent (institution_id, id, person_id, account_id, given_at, expires_at, purpose)
      values (${institutionId}, ${newId()}, ${entries[0]}, ${actor.accountId}, ${now}, ${new Date(now.getTime() + windowSeconds * 1000)}, 'withdrawal')`.execute(tx)
  }
  await audit(tx, context, { action: 'wallet.consent-by-document', personId: entries[0]!, subject: `person/${entries[0]}`, institutionId, result: accepted ? 'done' : 'refused', detail: { kind: document.kind } })
  return accepted
}

interface Spent {
  readonly institutionId: number
  readonly entries: readonly string[]
  /** The promise, or the act of several promises, that stands on it. */
  readonly usedFor: string
  readonly purpose: ConsentPurpose
}

/** One code, one payment; one document shown, one withdrawal. Throws {@link ConsentNeeded}. */
export async function spendConsent(tx: Tx, context: Context, { institutionId, entries, usedFor, purpose }: Spent): Promise<void> {
  const { rows } = await sql`update wallet.consent set used_for = ${usedFor} where (institution_id, id) = (
      select institution_id, id from wallet.consent where institution_id = ${institutionId} and person_id = any (${entries}::uuid[]) and purpose = ${purpose}
        and expires_at > ${context.now} and (used_for is null or used_for = ${usedFor}) order by used_for nulls last, expires_at desc limit 1 for update)
    returning id`.execute(tx)
  if (rows.length === 0) throw new ConsentNeeded()
}
