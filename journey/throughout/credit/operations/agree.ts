import { sql } from 'kysely'
import { openAccounts } from '#engines/ledger/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { debtAccount } from '../books.ts'
import type { Agree } from '../contract.ts'
import { AlreadyAgreed, TermsChanged } from '../errors.ts'
import { lineChanged } from '../events.ts'
import { lockedLine } from '../line.ts'
import { refuseStrangers } from '../mine.ts'
import { termsAt } from '../rules.ts'

/**
 * From now on this person is treated first and pays afterwards, wherever in the region, up to the limit.
 *
 * Said once, by themselves or by who acts for them, to the version of the terms that was on the screen. Two devices that
 * agree at once are one agreement. Throws {@link NotYourPerson}, {@link TermsChanged}, {@link AlreadyAgreed}.
 */
export async function agree(tx: Tx, context: Context, { personId, version }: Agree): Promise<void> {
  await refuseStrangers(tx, context, personId)
  const terms = await termsAt(tx, context.now)
  if (terms.version !== version) throw new TermsChanged({ version: terms.version })
  if (await lockedLine(tx, context, personId)) throw new AlreadyAgreed()
  const owner = await currentEntry(tx, personId)
  const { rows } = await sql`insert into credit.line (person_id, terms, limit_cents, days, agreed_at, agreed_by)
    values (${owner}, ${terms.version}, ${terms.limitCents}, ${terms.days}, ${context.now}, ${actorId(context.actor)})
    on conflict (person_id) do update set terms = excluded.terms, limit_cents = excluded.limit_cents, days = excluded.days, agreed_at = excluded.agreed_at,
      agreed_by = excluded.agreed_by, stopped_at = null, stopped_by = null where line.stopped_at is not null
    returning 1`.execute(tx)
  if (rows.length === 0) throw new AlreadyAgreed()
  await openAccounts(tx, context, [{ ...debtAccount(owner, false), personId: owner, ceilingCents: terms.limitCents }])
  await audit(tx, context, { action: 'credit.agree', personId: owner, subject: `person/${owner}`, detail: { terms: terms.version, limitCents: terms.limitCents } })
  await announce(tx, context, lineChanged({ institutionId: null, personId: owner, agreed: true }))
}
