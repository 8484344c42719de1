import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Rule } from '#platform/rules/index.ts'
import type { RuleProposal } from '../contract.ts'
import { NotByItsAuthor, OnlyItsAuthor, ProposalNotFound, ProposalOver } from '../errors.ts'
import { proposalDecided } from '../events.ts'
import { checkMayChange, placeOf, staffIdOf } from '../policy.ts'
import { addChecked } from './publish-rule.ts'

type State = RuleProposal['state']
type FindRule = (code: string) => Rule

interface Stored {
  readonly institutionId: number
  readonly id: string
  readonly code: string
  readonly value: unknown
  readonly validFrom: string
  readonly source: string
  readonly after: number
  readonly proposedBy: string
  readonly proposedStaff: number
  readonly expiresAt: Date
  readonly state: State
}

/**
 * The second person agrees, and it holds from its day on. Whoever proposed it cannot, with this account or another of theirs:
 * {@link NotByItsAuthor}, which a constraint says too. Of two who agree at once, or agree while it is withdrawn, one acts and the
 * other hears {@link ProposalOver}. If another version came meanwhile: ChangedMeanwhile, and it goes on waiting.
 */
export async function approveProposal(tx: Tx, context: Context, find: FindRule, id: string): Promise<{ version: number }> {
  const proposal = await waiting(tx, context, id)
  const rule = find(proposal.code)
  checkIsAnother(context, rule, proposal)
  const { version } = await addChecked(tx, context, rule, proposal)
  await close(tx, context, proposal, 'published', { version })
  return { version }
}

/** The second person says no, with a reason its author reads. */
export async function declineProposal(tx: Tx, context: Context, find: FindRule, id: string, note: string): Promise<void> {
  const proposal = await waiting(tx, context, id)
  checkIsAnother(context, find(proposal.code), proposal)
  await close(tx, context, proposal, 'declined', { note })
}

/** Its author thinks better of it. */
export async function withdrawProposal(tx: Tx, context: Context, id: string): Promise<void> {
  const proposal = await waiting(tx, context, id)
  if (proposal.proposedBy !== actorId(context.actor)) throw new OnlyItsAuthor()
  await close(tx, context, proposal, 'withdrawn', {})
}

/** Whoever comes second waits here, and finds it decided. */
async function waiting(tx: Tx, context: Context, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`select institution_id as "institutionId", id, code, value, valid_from::text as "validFrom", source, after_version as after,
      proposed_by as "proposedBy", proposed_staff as "proposedStaff", expires_at as "expiresAt", state
    from rules.proposal where institution_id = ${placeOf(context)} and id = ${id} for update`.execute(tx)
  const found = rows[0]
  if (!found) throw new ProposalNotFound()
  if (found.state !== 'waiting') throw new ProposalOver({ state: found.state })
  if (found.expiresAt <= context.now) throw new ProposalOver({ state: 'expired' })
  return found
}

function checkIsAnother(context: Context, rule: Rule, { proposedBy, proposedStaff }: Stored): void {
  checkMayChange(context, rule)
  if (proposedBy === actorId(context.actor) || proposedStaff === staffIdOf(context)) throw new NotByItsAuthor()
}

async function close(tx: Tx, context: Context, { institutionId, id, code }: Stored, state: Exclude<State, 'waiting' | 'expired'>, { version, note = '' }: { version?: number; note?: string }): Promise<void> {
  await sql`update rules.proposal set state = ${state}, decided_by = ${actorId(context.actor)}, decided_staff = ${staffIdOf(context)}, decided_at = ${context.now},
    note = ${note}, version = ${version ?? null} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const action = { published: 'rules.approve-proposal', declined: 'rules.decline-proposal', withdrawn: 'rules.withdraw-proposal' }[state]
  await audit(tx, context, { action, subject: `proposal/${id}`, institutionId, detail: { code, ...(note === '' ? {} : { note }), ...(version === undefined ? {} : { version }) } })
  await announce(tx, context, proposalDecided({ institutionId, proposalId: id, code, state }))
}
