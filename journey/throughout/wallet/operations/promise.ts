import { sql } from 'kysely'
import { accountId, holdMoney, purseOf, REGION, regionBook, TooMuch } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { meeting, openPurses } from '../books.ts'
import { NotEnoughBalance, WalletNotYours } from '../errors.ts'
import { walletKept } from '../events.ts'
import type { Promised } from '../purse.ts'
import { mayUse } from '../queries/may-use.ts'
import { promiseRow } from '../queries/promise-row.ts'
import { spendConsent } from './consent.ts'

interface Part {
  readonly entry: string
  readonly cents: number
}

/**
 * Keeps a person's own money aside for one hospital: from now on nobody else can spend it, and it moves only when it is taken.
 *
 * However many hospitals ask at once, together they are never promised more than there is: the ledger's limit decides, not
 * what somebody read before. Whoever stands at a window has shown their code ({@link ConsentNeeded}), and one code is one
 * payment. Throws {@link NotEnoughBalance}, {@link WalletNotYours}.
 */
export async function promise(tx: Tx, context: Context, promised: Promised): Promise<void> {
  const { id, institutionId, personId, cents, reference, title = '', expiresAt, purpose = 'spend', consentFor = id } = promised
  if (await promiseRow(tx, id)) return
  if (context.actor.kind !== 'staff' && !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  if (context.actor.kind === 'staff') await spendConsent(tx, context, { institutionId, entries, usedFor: consentFor, purpose: purpose === 'withdrawal' ? 'withdrawal' : 'payment' })
  await openPurses(tx, context, institutionId, entries)
  const parts = await partsOf(tx, entries, cents)
  const { atRegion } = meeting(institutionId)
  const lines = [...parts.map((part) => ({ accountId: accountId(regionBook.wallet(part.entry)), cents: part.cents })), { accountId: accountId(atRegion), cents: -cents }]
  await holdMoney(tx, context, { institutionId: REGION, id, kind: purpose, reference, lines, ...(expiresAt ? { expiresAt } : {}) }).catch((error: unknown) => {
    throw error instanceof TooMuch ? new NotEnoughBalance() : error
  })
  await sql`insert into wallet.promise (person_id, id, institution_id, purpose, cents, entries, parts, reference, title, placed_at, expires_at)
    values (${entries[0]}, ${id}, ${institutionId}, ${purpose}, ${cents}, ${parts.map((part) => part.entry)}::uuid[], ${parts.map((part) => part.cents)}::bigint[],
      ${reference}, ${title}, ${context.now}, ${expiresAt ?? null})`.execute(tx)
  await audit(tx, context, { action: 'wallet.promise', personId: entries[0]!, subject: `promise/${id}`, institutionId, detail: { cents, purpose } })
  await announce(tx, context, walletKept({ personId: entries[0]!, institutionId, promiseId: id }))
}

/**
 * From whose account how much: a person whose entries were merged has one balance in several accounts, the remaining
 * entry's first. Those who ask for such a person take turns, so that a stale look never splits it wrongly.
 */
async function partsOf(tx: Tx, entries: readonly string[], cents: number): Promise<Part[]> {
  const [only] = entries
  if (entries.length === 1) return [{ entry: only!, cents }]
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wallet/${only}`}, 0))`.execute(tx)
  const parts: Part[] = []
  let missing = cents
  for (const entry of entries) {
    const held = await purseOf(tx, regionBook.wallet(entry))
    const part = Math.min(missing, Math.max(0, -(held.cents + held.heldInCents)))
    if (part > 0) parts.push({ entry, cents: part })
    missing -= part
  }
  if (missing > 0) throw new NotEnoughBalance()
  return parts
}
