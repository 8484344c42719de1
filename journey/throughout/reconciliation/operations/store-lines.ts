import { sql } from 'kysely'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Match, PlacedLine, StatementLine } from '../matching/types.ts'

/** A statement of some megabytes is written in a few strokes. */
const CHUNK = 5_000

/** Lines that an earlier file brought, by kind, the channel's number and which copy it is. */
export async function knownLines(tx: Tx, institutionId: number, channel: string, lines: readonly StatementLine[]): Promise<Map<string, number>> {
  const known = new Map<string, number>()
  for (let at = 0; at < lines.length; at += CHUNK) {
    const { rows } = await sql<{ key: string; cents: number }>`select kind || ' ' || channel_number || ' ' || copy as key, cents from reconciliation.statement_line
      where institution_id = ${institutionId} and channel = ${channel} and channel_number = any (${lines.slice(at, at + CHUNK).map((line) => line.channelNumber)}::text[])`.execute(tx)
    for (const { key, cents } of rows) known.set(key, cents)
  }
  return known
}

/** Each line with how often the file has said its number before it. */
export function withCopies(lines: readonly StatementLine[]): (StatementLine & { readonly copy: number; readonly key: string })[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    const number = `${line.kind} ${line.channelNumber}`
    const copy = seen.get(number) ?? 0
    seen.set(number, copy + 1)
    return { ...line, copy, key: `${number} ${copy}` }
  })
}

export async function storeLines(tx: Tx, file: { institutionId: number; id: string; channel: string; day: string }, lines: readonly (StatementLine & { readonly copy: number })[]): Promise<PlacedLine[]> {
  const placed = lines.map((line) => ({ ...line, id: newId(), day: file.day }))
  for (let at = 0; at < placed.length; at += CHUNK) {
    const rows = placed.slice(at, at + CHUNK).map(({ id, line, kind, channelNumber, copy, ourNumber, cents, feeCents, status, at: moment }) =>
      ({ id, line, kind, channel_number: channelNumber, copy, our_number: ourNumber, cents, fee_cents: feeCents, status, at: moment }))
    await sql`insert into reconciliation.statement_line (institution_id, file_id, channel, day, id, line, kind, channel_number, copy, our_number, cents, fee_cents, status, at)
      select ${file.institutionId}, ${file.id}, ${file.channel}, ${file.day}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, line integer, kind text, channel_number text, copy smallint, our_number text, cents bigint, fee_cents bigint, status text, at timestamptz)`.execute(tx)
  }
  return placed
}

export async function storeMatches(tx: Tx, institutionId: number, matches: readonly Match[], at: Date): Promise<void> {
  for (let from = 0; from < matches.length; from += CHUNK) {
    const some = matches.slice(from, from + CHUNK)
    await sql`update reconciliation.statement_line l set movement_id = m.movement, matched_by = m.by, matched_at = ${at}
      from unnest(${some.map((one) => one.lineId)}::uuid[], ${some.map((one) => one.movementId)}::uuid[], ${some.map((one) => one.by)}::text[]) m(line, movement, by)
      where l.institution_id = ${institutionId} and l.id = m.line and l.movement_id is null`.execute(tx)
  }
}

/** Which of these payments and refunds have their line, as `kind id`. */
export async function matchedAmong(tx: Tx, institutionId: number, channel: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`select kind || ' ' || movement_id as key from reconciliation.statement_line
    where institution_id = ${institutionId} and channel = ${channel} and movement_id = any (${ids}::uuid[])`.execute(tx)
  return new Set(rows.map((row) => row.key))
}

export async function hasLine(tx: Tx, institutionId: number, channel: string, kind: string, id: string): Promise<boolean> {
  return (await matchedAmong(tx, institutionId, channel, [id])).has(`${kind} ${id}`)
}
