import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AssistSession, EndReason, HelperKind, Proposal, SessionStatus } from './contract.ts'
import type { Place } from './contract.ts'
import { HelpOver, NoSuchHelp, NotWatching } from './errors.ts'

export interface SessionRow {
  readonly personId: string
  readonly id: string
  readonly personName: string
  readonly accountId: string
  readonly status: SessionStatus
  readonly codeUntil: Date
  readonly helperKind: HelperKind | null
  readonly helperAccountId: string | null
  readonly helperName: Buffer | null
  readonly showsHealth: boolean
  readonly place: Place
  readonly sequence: number
  readonly expiresAt: Date | null
  readonly endReason: EndReason | null
}

const columns = sql`person_id as "personId", id, person_name as "personName", account_id as "accountId", status, code_until as "codeUntil", helper_kind as "helperKind", helper_account_id as "helperAccountId",
  helper_name_sealed as "helperName", shows_health as "showsHealth", place, sequence, expires_at as "expiresAt", end_reason as "endReason"`

export type Role = 'person' | 'helper'

/** Which side of it somebody is: by account, whatever else they may act for. */
export function roleIn(row: Pick<SessionRow, 'accountId' | 'helperAccountId'>, { actor }: Context): Role | undefined {
  if (actor.kind !== 'patient' && actor.kind !== 'staff') return undefined
  if (row.accountId === actor.accountId) return 'person'
  return row.helperAccountId === actor.accountId ? 'helper' : undefined
}

/** One session as one side may have it, locked when it is about to change. A stranger learns nothing: {@link NoSuchHelp}. */
export async function sessionOf(tx: Tx, context: Context, id: string, role?: Role, lock = false): Promise<SessionRow> {
  const { rows } = await sql<SessionRow>`select ${columns} from assistance.session where id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx)
  const row = rows[0]
  const mine = row && roleIn(row, context)
  if (!row || !mine || (role && role !== mine)) throw new NoSuchHelp()
  return row
}

/** The same, while it is agreed to and not over. Throws {@link HelpOver}, {@link NotWatching}. */
export async function watchedBy(tx: Tx, context: Context, id: string, role: Role): Promise<SessionRow & { expiresAt: Date }> {
  const row = await sessionOf(tx, context, id, role, true)
  if (row.status === 'ended') throw new HelpOver()
  if (row.status !== 'watching' || row.expiresAt === null) throw new NotWatching()
  if (row.expiresAt <= context.now) throw new HelpOver()
  return { ...row, expiresAt: row.expiresAt }
}

export async function openSessionOf(tx: Tx, accountId: string): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`select ${columns} from assistance.session where account_id = ${accountId} and ended_at is null for update`.execute(tx)
  return rows[0]
}

export async function openProposalOf(tx: Tx, row: SessionRow): Promise<Proposal | null> {
  const { rows } = await sql<ProposalRow>`select ${proposalColumns} from assistance.proposal where person_id = ${row.personId} and session_id = ${row.id} and outcome is null`.execute(tx)
  return rows[0] ? toProposal(rows[0]) : null
}

export interface ProposalRow {
  readonly id: string
  readonly kind: 'press' | 'fill'
  readonly target: number
  readonly label: string
  readonly value: Buffer | null
  readonly page: string
  readonly proposedAt: Date
  readonly outcome: Proposal['outcome']
}

export const proposalColumns = sql`id, kind, target, label, value_sealed as value, page, proposed_at as "proposedAt", outcome`

export function toProposal(row: ProposalRow): Proposal {
  return { id: row.id, kind: row.kind, target: row.target, label: row.label, value: row.value && unseal(row.value), page: row.page, proposedAt: row.proposedAt.toISOString(), outcome: row.outcome }
}

/** As one side sees it. What a helper proposed is read by the person alone. */
export function toSession(context: Context, row: SessionRow, openProposal: Proposal | null = null): AssistSession {
  return {
    id: row.id, status: row.status, role: roleIn(row, context) ?? 'helper', personName: row.personName,
    helper: row.helperKind && row.helperName ? { kind: row.helperKind, name: unseal(row.helperName) } : null,
    showsHealth: row.showsHealth, place: row.place, sequence: row.sequence, codeUntil: row.codeUntil.toISOString(), expiresAt: row.expiresAt?.toISOString() ?? null,
    endReason: row.endReason, openProposal, asOf: context.now.toISOString(),
  }
}
