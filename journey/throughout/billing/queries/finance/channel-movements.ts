import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { followingId } from '../../books.ts'

/** Money that travelled through a channel, or may have: a payment or a refund, as it stands now. */
export interface ChannelMovement {
  readonly kind: 'payment' | 'refund'
  readonly id: string
  /** What the channel brings or takes of it; what came from a purse is no business of the channel's. */
  readonly cents: number
  readonly state: string
  readonly channelNumber: string | null
  readonly askedAt: Date
  readonly endedAt: Date | null
}

const payments = sql`select 'payment' as kind, id, channel_cents as cents, state, provider_no as "channelNumber", created_at as "askedAt", ended_at as "endedAt" from billing.payment`
const refunds = sql`select 'refund' as kind, id, amount_cents as cents, state, provider_no as "channelNumber", created_at as "askedAt", ended_at as "endedAt" from billing.refund`

/** Everything of one hospital that was asked of a channel, or that it finished, between two moments. */
export async function channelMovements(tx: Tx, { institutionId, channel, from, until }: { institutionId: number; channel: string; from: Date; until: Date }): Promise<ChannelMovement[]> {
  const within = sql`where institution_id = ${institutionId} and channel = ${channel}
    and ((created_at >= ${from} and created_at < ${until}) or (ended_at >= ${from} and ended_at < ${until}))`
  const { rows } = await sql<ChannelMovement>`${payments} ${within} union all ${refunds} ${within} and state not in ('asked', 'refused')`.execute(tx)
  return rows
}

/** The same, by their ids, whenever they were: what a statement of today says about last week. */
export async function channelMovementsById(tx: Tx, { institutionId, channel, ids }: { institutionId: number; channel: string; ids: readonly string[] }): Promise<ChannelMovement[]> {
  if (ids.length === 0) return []
  const those = sql`where institution_id = ${institutionId} and channel = ${channel} and id = any (${ids}::uuid[])`
  const { rows } = await sql<ChannelMovement>`${payments} ${those} union all ${refunds} ${those}`.execute(tx)
  return rows
}

/** The card terminals that stand in a hospital. */
export async function terminalsOf(tx: Tx, institutionId: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select terminal_id as id from billing.card_terminal where institution_id = ${institutionId}`.execute(tx)
  return rows.map((row) => row.id)
}

/** The transfers of the ledger behind a payment (the channel's part and those of the purses) or a refund (it is owed, then it is paid). */
export function transfersBehind(kind: ChannelMovement['kind'], id: string): string[] {
  return kind === 'payment' ? [id, followingId('take-prepaid', id), followingId('take-credit', id)] : [id, followingId('finish-refund', id)]
}
