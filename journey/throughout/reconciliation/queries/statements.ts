import { sql } from 'kysely'
import { channelMovements } from '#journey/throughout/billing/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { statementChannels, type StatementChannel, type StatementFile, type StatementsOfDay } from '../contract.ts'
import { channelDay, dayAfter } from '../matching/days.ts'
import { matchingRules } from '../rules.ts'

interface FileRow extends Omit<StatementFile, 'importedAt' | 'hash'> {
  readonly hash: Buffer
  readonly importedAt: Date
}

const columns = sql`id, channel, to_char(day, 'YYYY-MM-DD') as day, source, file_name as "fileName", hash, line_count as "lineCount", known_count as "knownCount",
  payment_count as "paymentCount", payment_cents as "paymentCents", refund_count as "refundCount", refund_cents as "refundCents", fee_cents as "feeCents", imported_at as "importedAt"`
const asFile = (row: FileRow): StatementFile => ({ ...row, hash: row.hash.toString('hex'), importedAt: row.importedAt.toISOString() })

export async function fileByHash(tx: Tx, institutionId: number, channel: string, hash: Buffer): Promise<StatementFile | undefined> {
  const { rows } = await sql<FileRow>`select ${columns} from reconciliation.statement_file where institution_id = ${institutionId} and channel = ${channel} and hash = ${hash}`.execute(tx)
  return rows[0] && asFile(rows[0])
}

export async function fileById(tx: Tx, institutionId: number, id: string): Promise<StatementFile> {
  const { rows } = await sql<FileRow>`select ${columns} from reconciliation.statement_file where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return asFile(rows[0]!)
}

export async function filesOfDay(tx: Tx, institutionId: number, day: string): Promise<StatementFile[]> {
  const { rows } = await sql<FileRow>`select ${columns} from reconciliation.statement_file where institution_id = ${institutionId} and day = ${day}::date order by channel, imported_at`.execute(tx)
  return rows.map(asFile)
}

/** The days around one for which this channel's statement is here. */
export async function daysWithStatement(tx: Tx, institutionId: number, channel: string, day: string): Promise<Set<string>> {
  const { rows } = await sql<{ day: string }>`select distinct to_char(day, 'YYYY-MM-DD') as day from reconciliation.statement_file
    where institution_id = ${institutionId} and channel = ${channel} and day between ${dayAfter(day, -3)}::date and ${dayAfter(day, 3)}::date`.execute(tx)
  return new Set(rows.map((row) => row.day))
}

/** Each channel of a day: what our books say moved, which files came, what is still open. */
export async function statementsOfDay(tx: Tx, institutionId: number, day: string, now: Date, downloadable: readonly StatementChannel[]): Promise<StatementsOfDay> {
  const files = await filesOfDay(tx, institutionId, day)
  const { rows } = await sql<{ channel: string; matched: number; open: number }>`select c as channel,
      (select count(*) from reconciliation.statement_line l join reconciliation.statement_file f on f.institution_id = l.institution_id and f.id = l.file_id
        where f.institution_id = ${institutionId} and f.day = ${day}::date and f.channel = c and l.movement_id is not null)::int as matched,
      (select count(*) from reconciliation.difference d where d.institution_id = ${institutionId} and d.day = ${day}::date and d.channel = c and d.status <> 'closed')::int as open
    from unnest(${[...statementChannels]}::text[]) c`.execute(tx)
  const channels = []
  for (const channel of statementChannels) {
    const counts = rows.find((row) => row.channel === channel)!
    channels.push({ channel, ours: await movedOn(tx, institutionId, channel, day, now), files: files.filter((file) => file.channel === channel), matched: counts.matched, openDifferences: counts.open, canDownload: downloadable.includes(channel) })
  }
  return { day, channels }
}

/** What our books say moved through a channel on one of its days. */
export async function movedOn(tx: Tx, institutionId: number, channel: StatementChannel, day: string, now: Date): Promise<{ count: number; cents: number }> {
  const rules = await matchingRules(tx, institutionId, channel, now)
  const from = new Date(`${dayAfter(day, -1)}T00:00:00+08:00`)
  const moved = (await channelMovements(tx, { institutionId, channel, from, until: new Date(`${dayAfter(day, 2)}T00:00:00+08:00`) }))
    .filter((one) => one.state === 'succeeded' && one.endedAt && channelDay(one.endedAt, rules) === day && one.cents > 0)
  return { count: moved.length, cents: moved.reduce((sum, one) => sum + (one.kind === 'payment' ? one.cents : -one.cents), 0) }
}
