import { sql } from 'kysely'
import { moveUnits } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { OfferOver } from '../errors.ts'
import type { OfferRow } from '../suspension-row.ts'

type Ending = 'taken' | 'released' | 'expired'
const REASONS: Readonly<Record<Ending, string>> = { taken: 'rebooking-taken', released: 'rebooking-not-wanted', expired: 'rebooking-over' }

/**
 * Ends offers, each once: its unit goes back to the pool it was taken from. The caller has locked the person's row, gives the
 * offers in the order in which units are locked, and says how each one ends. Throws {@link OfferOver}.
 */
export async function endOffers(tx: Tx, context: Context, offers: readonly OfferRow[], endingOf: (offer: OfferRow) => Ending): Promise<void> {
  for (const offer of offers) {
    const ending = endingOf(offer)
    const done = await sql`update suspension.offer set state = ${ending}, ended_at = ${context.now}
      where institution_id = ${offer.institutionId} and id = ${offer.id} and state = 'open'`.execute(tx)
    if (done.numAffectedRows === 0n) continue
    const moved = await moveUnits(tx, context, { institutionId: offer.institutionId, periodId: offer.periodId, from: 'rebooking', to: offer.pool, units: 1, reason: REASONS[ending] })
    // Somebody withdrew the unit by hand: then it cannot be taken any more, and there is nothing to give back.
    if (moved !== 1 && ending === 'taken') throw new OfferOver()
  }
}
