import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StatementChannel } from '../contract.ts'
import { differenceOf } from '../matching/classify.ts'
import { numberOf } from '../matching/numbers.ts'
import type { MatchingRules, PlacedLine } from '../matching/types.ts'
import { movementsById } from '../queries/our-side.ts'
import { matchingRules } from '../rules.ts'
import { whoIs } from '../policy.ts'
import { addSteps } from './note-differences.ts'
import { hasLine, storeMatches } from './store-lines.ts'

interface OpenRow {
  readonly id: string
  readonly class: string
  readonly day: string
  readonly kind: string
  readonly movementId: string | null
  readonly line: (Omit<PlacedLine, 'at'> & { readonly at: string; readonly isMatched: boolean }) | null
}

/**
 * Looks at what is still open: a line that came later, a payment that was found out meanwhile, and the difference is none any
 * more. Such a one closes by itself, whoever had proposed what; a decision made at the same moment waits and then finds it closed.
 */
export async function lookAgain(tx: Tx, context: Context, institutionId: number, channel: StatementChannel): Promise<number> {
  const { rows } = await sql<OpenRow>`
    select d.id, d.class, to_char(d.day, 'YYYY-MM-DD') as day, d.kind, d.movement_id as "movementId",
      case when l.id is not null then jsonb_build_object('id', l.id, 'day', l.day, 'line', l.line, 'kind', l.kind, 'channelNumber', l.channel_number, 'ourNumber', l.our_number,
        'cents', l.cents, 'feeCents', l.fee_cents, 'status', l.status, 'at', l.at, 'isMatched', l.movement_id is not null) end as line
    from reconciliation.difference d left join reconciliation.statement_line l on l.institution_id = d.institution_id and l.id = d.line_id
    where d.institution_id = ${institutionId} and d.channel = ${channel} and d.status <> 'closed'
      and d.class in ('missing-at-channel', 'missing-with-us', 'refund-unmatched', 'status-differs') for update of d`.execute(tx)
  if (rows.length === 0) return 0
  const rules = await matchingRules(tx, institutionId, channel, context.now)
  const settled: string[] = []
  for (const row of rows) {
    if (await isSettled(tx, context, { institutionId, channel, rules }, row)) settled.push(row.id)
  }
  await closeByThemselves(tx, context, institutionId, settled)
  return settled.length
}

interface Place {
  readonly institutionId: number
  readonly channel: StatementChannel
  readonly rules: MatchingRules
}

async function isSettled(tx: Tx, context: Context, { institutionId, channel, rules }: Place, row: OpenRow): Promise<boolean> {
  const line = row.line && { ...row.line, at: new Date(row.line.at) }
  const id = row.movementId ?? numberOf(line?.ourNumber ?? '')
  if (id === '') return false
  const isMatched = await hasLine(tx, institutionId, channel, row.kind, id)
  if (row.class === 'missing-at-channel') return isMatched
  const movement = (await movementsById(tx, institutionId, channel, [id], row.day)).find((one) => one.kind === row.kind)
  if (!movement || !line) return false
  if (row.class === 'status-differs') return differenceOf(line, movement, rules)?.class !== 'status-differs'
  // We knew nothing of it when the statement came; now it stands in our books, just so.
  if (line.isMatched || isMatched || movement.state !== 'done' || movement.cents !== line.cents) return false
  await storeMatches(tx, institutionId, [{ lineId: line.id, kind: line.kind, movementId: movement.id, by: 'our-number' }], context.now)
  return true
}

async function closeByThemselves(tx: Tx, context: Context, institutionId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update reconciliation.difference set status = 'closed', act = 'by-itself', closed_by = ${whoIs(context)}, closed_at = ${context.now}
    where institution_id = ${institutionId} and id = any (${[...ids]}::uuid[]) and status <> 'closed'`.execute(tx)
  await addSteps(tx, context, institutionId, ids, { what: 'by-itself' })
}
