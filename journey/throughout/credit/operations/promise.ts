import { sql } from 'kysely'
import { holdMoney, openAccounts, regionBook, TooMuch } from '#engines/ledger/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import type { Promised } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { debtAccount, lines, REGION, regionAccounts, visitOf } from '../books.ts'
import { NotAgreed, NotEnoughCredit, Overdue } from '../errors.ts'
import { lockedLine } from '../line.ts'
import { refuseStrangers } from '../mine.ts'
import { findPromise, keptForVisit, type PromiseRow } from '../promise-row.ts'
import { termsAt } from '../rules.ts'
import { outcomeOf } from '../queries/visit-credit.ts'
import { letGo } from './let-go.ts'

/**
 * Keeps room on a person's line of credit for what a hospital is about to be paid; what check-in kept for the visit goes into it.
 *
 * The database keeps the limit: of two hospitals that ask at once for more than there is, one gets it. For an emergency
 * there is no limit, no agreement is asked for, and nothing that is overdue stands in the way.
 * Throws {@link NotAgreed}, {@link Overdue}, {@link NotEnoughCredit}.
 */
export async function promise(tx: Tx, context: Context, input: Promised): Promise<void> {
  if (await findPromise(tx, input.id)) return
  if (context.actor.kind === 'patient') await refuseStrangers(tx, context, input.personId)
  const visitId = visitOf(input.reference)
  if (visitId && (await outcomeOf(tx, input.institutionId, visitId)) === 'emergency') {
    const owner = await currentEntry(tx, input.personId)
    return place(tx, context, { ...input, personId: owner, cause: 'payment', emergency: true, days: (await termsAt(tx, context.now)).emergencyDays })
  }
  const line = await lockedLine(tx, context, input.personId)
  if (!line) throw new NotAgreed()
  const kept = await keptForVisit(tx, input.institutionId, input.reference)
  // What was kept before something else fell due stays promised; new credit is refused.
  if (line.overdue && !(kept && kept.cents >= input.cents && (!kept.expiresAt || kept.expiresAt > context.now))) throw new Overdue()
  if (kept) await letGo(tx, context, kept.id)
  await place(tx, context, { ...input, personId: line.personId, cause: 'payment', emergency: false, days: line.days })
}

type Placed = Promised & Pick<PromiseRow, 'cause' | 'emergency' | 'days'>

/** Holds it in the region's books and remembers what for. */
export async function place(tx: Tx, context: Context, { id, institutionId, personId, cents, reference, expiresAt, cause, emergency, days }: Placed): Promise<void> {
  const account = debtAccount(personId, emergency)
  await openAccounts(tx, context, [...regionAccounts(institutionId), ...(emergency ? [{ ...account, personId }] : [])])
  try {
    await holdMoney(tx, context, {
      institutionId: REGION, id, kind: 'credit', reference, ...(expiresAt ? { expiresAt } : {}),
      lines: lines([account, cents], [regionBook.member(institutionId), -cents]),
    })
  } catch (error) {
    throw error instanceof TooMuch ? new NotEnoughCredit() : error
  }
  await sql`insert into credit.promise (institution_id, id, person_id, cause, emergency, cents, reference, days, placed_at, expires_at)
    values (${institutionId}, ${id}, ${personId}, ${cause}, ${emergency}, ${cents}, ${reference}, ${days}, ${context.now}, ${expiresAt ?? null})`.execute(tx)
  await audit(tx, context, { action: 'credit.promise', personId, subject: reference, institutionId, detail: { cents, cause } })
}
