import { accountId, postLinked, REGION, regionBook } from '#engines/ledger/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { meeting, openPurses, ownStep } from '../books.ts'
import { walletChanged } from '../events.ts'
import type { Pouring } from '../purse.ts'
import { noteMovement } from './note-movement.ts'

/** What was topped up is the person's from now on, good at every hospital. The same transfer twice is one effect. */
export async function fill(tx: Tx, context: Context, pouring: Pouring): Promise<number> {
  await pour(tx, context, pouring, 'top-up')
  return pouring.cents
}

/** What was paid from the balance comes back into it. The same transfer twice is one effect. */
export function giveBack(tx: Tx, context: Context, pouring: Pouring): Promise<void> {
  return pour(tx, context, pouring, 'give-back')
}

/** Into the account of the entry that remains, whichever entry the bill was for. */
async function pour(tx: Tx, context: Context, pouring: Pouring, kind: 'top-up' | 'give-back'): Promise<void> {
  const { transferId, institutionId, cents, reference, title = '', from } = pouring
  const personId = await currentEntry(tx, pouring.personId)
  await openPurses(tx, context, institutionId, [personId])
  const { atRegion, own } = meeting(institutionId)
  const done = await postLinked(tx, context, [
    { do: 'post', institutionId: REGION, id: transferId, kind, reference,
      lines: [{ accountId: accountId(atRegion), cents }, { accountId: accountId(regionBook.wallet(personId)), cents: -cents }] },
    { do: 'post', institutionId, id: ownStep(institutionId, transferId), kind: `wallet-${kind}`, reference,
      lines: [{ accountId: accountId(from), cents }, { accountId: accountId(own), cents: -cents }] },
  ])
  if (!done) return
  await noteMovement(tx, context, { personId, transferId, institutionId, kind, cents, reference, title })
  await audit(tx, context, { action: `wallet.${kind}`, personId, subject: `transfer/${transferId}`, institutionId, detail: { cents } })
  await announce(tx, context, walletChanged({ personId, institutionId, transferId, kind }))
}
