import { purseOf, regionBook } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Balance } from '../contract.ts'
import { ConsentNeeded, WalletNotYours } from '../errors.ts'
import { type ConsentPurpose, mayUse } from './may-use.ts'

/** What a person has, over all their entries. Throws {@link ConsentNeeded} at a window, {@link WalletNotYours} elsewhere. */
export async function balanceFor(tx: Tx, context: Context, personId: string, purpose: ConsentPurpose = 'payment'): Promise<Balance> {
  if (!(await mayUse(tx, context, personId, purpose))) throw context.actor.kind === 'staff' ? new ConsentNeeded() : new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  await audit(tx, context, { action: 'wallet.read-balance', personId: entries[0]!, subject: `person/${entries[0]}` })
  return sumOf(tx, entries)
}

/** Without a look at who asks: for the limit of a top-up, which says only whether there is room. */
export async function sumOf(tx: Tx, entries: readonly string[]): Promise<Balance> {
  let balanceCents = 0
  let keptCents = 0
  for (const entry of entries) {
    const held = await purseOf(tx, regionBook.wallet(entry))
    balanceCents -= held.cents
    keptCents += held.heldInCents
  }
  return { personId: entries[0]!, balanceCents, keptCents, spendableCents: balanceCents - keptCents }
}
