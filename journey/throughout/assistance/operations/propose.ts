import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { maskDigits, pageOf, type Place, type Propose } from '../contract.ts'
import { AnsweredAlready, AskedAlready, OwnHandOnly } from '../errors.ts'
import { answered, pointed, proposed } from '../events.ts'
import { watchedBy } from '../session-row.ts'

/** A ring around one thing on the person's page. It touches nothing. */
export async function pointAt(tx: Tx, context: Context, id: string, target: number): Promise<void> {
  const row = await watchedBy(tx, context, id, 'helper')
  if (row.place === 'hidden' || (row.place === 'health' && !row.showsHealth)) throw new OwnHandOnly()
  await sql`update assistance.session set helper_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  await announce(tx, context, pointed(id, target))
}

/**
 * A question to the person: shall this be pressed, shall this be written here? It happens on their own device after their own
 * yes, or not at all; on pages of money, agreements and records it cannot even be asked. One question after the other.
 * Throws {@link OwnHandOnly}, {@link AskedAlready}.
 */
export async function propose(tx: Tx, context: Context, id: string, proposal: Propose): Promise<{ id: string }> {
  const row = await watchedBy(tx, context, id, 'helper')
  if (row.place !== 'open') throw new OwnHandOnly()
  const proposalId = newId()
  const value = proposal.kind === 'fill' ? seal(proposal.value) : null
  const page = await currentPage(tx, row)
  try {
    await sql`insert into assistance.proposal (person_id, session_id, id, kind, target, label, value_sealed, page, proposed_at)
      values (${row.personId}, ${id}, ${proposalId}, ${proposal.kind}, ${proposal.target}, ${maskDigits(proposal.label)}, ${value}, ${page}, ${context.now})`.execute(tx)
  } catch (error) {
    if (violates(error, 'proposal_one_at_a_time')) throw new AskedAlready()
    throw error
  }
  await sql`update assistance.session set helper_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'assistance.propose', personId: row.personId, subject: `assistance/${id}/proposal/${proposalId}`, detail: { kind: proposal.kind, page } })
  await announce(tx, context, proposed(id, proposalId))
  return { id: proposalId }
}

async function currentPage(tx: Tx, row: { personId: string; id: string; place: Place }): Promise<string> {
  const { rows } = await sql<{ path: string }>`select body->>'path' as path from assistance.frame where person_id = ${row.personId} and session_id = ${row.id} order by sequence desc limit 1`.execute(tx)
  return rows[0]?.path ?? pageOf('/')
}

/** What the person's device did with the question: by their own press, once. Throws {@link AnsweredAlready}. */
export async function answerProposal(tx: Tx, context: Context, id: string, proposalId: string, outcome: 'confirmed' | 'declined' | 'impossible'): Promise<void> {
  const row = await watchedBy(tx, context, id, 'person')
  const { rows } = await sql`update assistance.proposal set outcome = ${outcome}, answered_at = ${context.now}
    where person_id = ${row.personId} and session_id = ${id} and id = ${proposalId} and outcome is null returning id`.execute(tx)
  if (!rows[0]) throw new AnsweredAlready()
  await audit(tx, context, { action: 'assistance.answer-proposal', personId: row.personId, subject: `assistance/${id}/proposal/${proposalId}`, detail: { outcome } })
  await announce(tx, context, answered(id, proposalId, outcome))
}
