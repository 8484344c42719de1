import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import type { Rule } from '#platform/rules/index.ts'
import type { RulePreview, RuleProposal, RuleProposals } from '../contract.ts'
import { mayChange, placeOf, staffIdOf } from '../policy.ts'
import { nameKeeper } from './names.ts'
import { previewOf } from './consider.ts'

const DECIDED_DAYS = 30
const MOST_DECIDED = 20

interface Stored {
  readonly institutionId: number
  readonly id: string
  readonly code: string
  readonly state: RuleProposal['state']
  readonly validFrom: string
  readonly value: unknown
  readonly source: string
  readonly proposedBy: string
  readonly proposedStaff: number
  readonly proposedAt: Date
  readonly expiresAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly note: string
}

/** What waits for a second person where one works, with what it would change now; and what became of the others of late. */
export async function proposals(tx: Tx, context: Context, declared: ReadonlyMap<string, Rule>): Promise<RuleProposals> {
  // One whose time is over and that no task has closed yet is over all the same.
  const { rows } = await sql<Stored>`select institution_id as "institutionId", id, code, case when state = 'waiting' and expires_at <= ${context.now} then 'expired' else state end as state,
      valid_from::text as "validFrom", value, source, proposed_by as "proposedBy", proposed_staff as "proposedStaff", proposed_at as "proposedAt", expires_at as "expiresAt",
      decided_by as "decidedBy", decided_at as "decidedAt", note
    from rules.proposal where institution_id = ${placeOf(context)} and (state = 'waiting' or decided_at > ${context.now}::timestamptz - make_interval(days => ${DECIDED_DAYS}))
    order by proposed_at`.execute(tx)
  const nameOf = await nameKeeper(tx, rows.flatMap(({ institutionId, proposedBy, decidedBy }) => [proposedBy, decidedBy].flatMap((accountId) => (accountId ? [{ institutionId, accountId }] : []))))
  const shown: RuleProposal[] = []
  for (const one of rows) {
    const rule = declared.get(one.code)
    if (!rule) continue
    const isMine = one.proposedBy === actorId(context.actor)
    const isTheirs = isMine || one.proposedStaff === staffIdOf(context)
    shown.push({
      id: one.id, code: one.code, state: one.state, validFrom: one.validFrom, value: one.value, source: one.source,
      proposedBy: nameOf(one.institutionId, one.proposedBy), proposedAt: one.proposedAt.toISOString(), expiresAt: one.expiresAt.toISOString(),
      decidedBy: one.decidedBy ? nameOf(one.institutionId, one.decidedBy) : '', decidedAt: one.decidedAt?.toISOString() ?? null, note: one.note,
      isMine, mayDecide: one.state === 'waiting' && !isTheirs && mayChange(context, rule),
      effect: one.state === 'waiting' ? await effectNow(tx, context, rule, one) : null,
    })
  }
  const decided = shown.filter(({ state }) => state !== 'waiting').sort((a, b) => ((a.decidedAt ?? a.expiresAt) < (b.decidedAt ?? b.expiresAt) ? 1 : -1))
  return { waiting: shown.filter(({ state }) => state === 'waiting'), decided: decided.slice(0, MOST_DECIDED) }
}

async function effectNow(tx: Tx, context: Context, rule: Rule, { validFrom, value }: Stored): Promise<RulePreview | null> {
  return previewOf(tx, context, rule, { validFrom, value }).catch((error: unknown) => {
    if (error instanceof DomainError) return null
    throw error
  })
}
