import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AssistSession, EndReason, Frame, Frames, HelperKind, PastHelp } from '../contract.ts'
import { patientOf } from '../operations/ask-for-help.ts'
import { openProposalOf, openSessionOf, proposalColumns, type ProposalRow, roleIn, sessionOf, toProposal, toSession } from '../session-row.ts'

/** How it stands, for one side; the person also gets the question that waits for them. Asking is a sign of life of the helper. */
export async function readHelp(tx: Tx, context: Context, id: string): Promise<AssistSession> {
  const row = await sessionOf(tx, context, id)
  const isOver = row.expiresAt !== null && row.expiresAt <= context.now
  if (roleIn(row, context) === 'person') return toSession(context, row, isOver ? null : await openProposalOf(tx, row))
  if (row.status !== 'ended') await sql`update assistance.session set helper_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  return toSession(context, row)
}

/** The help this account has asked for and that goes on; null when there is none. */
export async function currentHelp(tx: Tx, context: Context): Promise<{ session: AssistSession | null }> {
  const row = await openSessionOf(tx, patientOf(context).accountId)
  return { session: row ? toSession(context, row, await openProposalOf(tx, row)) : null }
}

/** What the page looks like, for the helper: the last whole picture and what changed since, or only what came after `since`. Nothing unless it is agreed to, now. */
export async function framesSince(tx: Tx, context: Context, id: string, since: number): Promise<Frames> {
  const row = await sessionOf(tx, context, id, 'helper')
  const isWatching = row.status === 'watching' && row.expiresAt !== null && row.expiresAt > context.now
  if (!isWatching) return { session: toSession(context, row), frames: [] }
  await sql`update assistance.session set helper_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  const { rows } = await sql<{ body: Frame }>`select body from assistance.frame where person_id = ${row.personId} and session_id = ${id} and sequence > ${since} order by sequence`.execute(tx)
  return { session: toSession(context, row), frames: rows.map(({ body }) => body) }
}

/** Who helped this account, when, and what came of each proposal: the newest 20. */
export async function pastHelp(tx: Tx, context: Context): Promise<PastHelp[]> {
  const { accountId, personId } = patientOf(context)
  interface Row { id: string; askedAt: Date; helperKind: HelperKind | null; helperName: Buffer | null; agreedAt: Date | null; endedAt: Date | null; endReason: EndReason | null; showsHealth: boolean }
  const { rows } = await sql<Row>`select id, asked_at as "askedAt", helper_kind as "helperKind", helper_name_sealed as "helperName", agreed_at as "agreedAt", ended_at as "endedAt", end_reason as "endReason", shows_health as "showsHealth"
    from assistance.session where person_id = ${personId} and account_id = ${accountId} and helper_account_id is not null order by asked_at desc limit 20`.execute(tx)
  const { rows: proposals } = await sql<ProposalRow & { sessionId: string }>`select session_id as "sessionId", ${proposalColumns} from assistance.proposal
    where person_id = ${personId} and session_id = any (${rows.map(({ id }) => id)}::uuid[]) order by proposed_at`.execute(tx)
  await audit(tx, context, { action: 'assistance.read-past-help', personId, subject: `person/${personId}` })
  return rows.map((row) => ({
    id: row.id, askedAt: row.askedAt.toISOString(), helper: row.helperKind && row.helperName ? { kind: row.helperKind, name: unseal(row.helperName) } : null,
    agreedAt: row.agreedAt?.toISOString() ?? null, endedAt: row.endedAt?.toISOString() ?? null, endReason: row.endReason, showedHealth: row.showsHealth,
    proposals: proposals.filter(({ sessionId }) => sessionId === row.id).map(toProposal),
  }))
}
