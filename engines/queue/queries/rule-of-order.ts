import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PreviewEntry, RuleOfOrder, RulePreview, RuleVersion } from '../contract.ts'
import type { z } from 'zod'
import type { FairnessRule } from '../fairness.ts'
import { ruleOf } from '../line.ts'
import { lineUnder, type Waiter } from '../rule-preview.ts'
import type { TicketRow } from '../ticket-row.ts'

/** The rule of order in force here now, whose it is, and every version this institution ever published, newest first. */
export async function ruleOfOrder(tx: Tx, context: Context, institutionId: number): Promise<{ rule: FairnessRule; ownRule: boolean; versions: RuleVersion[] }> {
  const { rows } = await sql<{ version: number; valid_from: string; valid_to: string | null; value: RuleOfOrder; reason: string; published_by: string; published_at: Date }>`
    select version, valid_from, valid_to, value, reason, published_by, published_at from queue.rule_version
    where institution_id = ${institutionId} order by version desc`.execute(tx)
  const own = await sql`
    select from platform.rule where code = 'queue.fairness' and institution_id = ${institutionId} and valid_from <= ${localDay(context.now)}::date`.execute(tx)
  return {
    rule: await ruleOf(tx, institutionId, context.now),
    ownRule: own.rows.length > 0,
    versions: rows.map((row) => ({
      version: row.version, validFrom: row.valid_from, validTo: row.valid_to, rule: row.value, reason: row.reason, publishedBy: row.published_by,
      publishedAt: row.published_at.toISOString(),
    })),
  }
}

/** What another rule would do to everybody who waits today, before anybody decides. Changes nothing. */
export async function previewRule(tx: Tx, context: Context, institutionId: number, proposed: RuleOfOrder): Promise<RulePreview> {
  const now = await ruleOf(tx, institutionId, context.now)
  const then: FairnessRule = { ...proposed, version: now.version + 1 }
  const { rows } = await sql<TicketRow & { name: string; name_en: string }>`
    select t.*, q.name, q.name_en from queue.ticket t join queue.queue q on q.institution_id = t.institution_id and q.id = t.queue_id
    where t.institution_id = ${institutionId} and t.day = ${localDay(context.now)}::date and t.status = 'waiting'
    order by q.prefix, t.number`.execute(tx)
  const queues = [...Map.groupBy(rows, (row) => row.queue_id)].map(([queueId, line]) => ({
    queueId, name: line[0]!.name, nameEn: line[0]!.name_en, entries: compare(line, now, then),
  }))
  const entries = queues.flatMap((queue) => queue.entries)
  return {
    queues: queues.filter((queue) => queue.entries.some(isMoved)),
    waiting: entries.length,
    forward: entries.filter((entry) => entry.placeThen < entry.placeNow).length,
    back: entries.filter((entry) => entry.placeThen > entry.placeNow).length,
  }
}

type Entry = z.infer<typeof PreviewEntry>
const isMoved = (entry: Entry) => entry.placeNow !== entry.placeThen

function compare(line: readonly TicketRow[], now: FairnessRule, then: FairnessRule): Entry[] {
  const waiters = line.map(waiterOf)
  const [places, others] = [now, then].map((rule) => lineUnder(rule, waiters))
  return line
    .map((row) => ({
      label: row.label, displayName: row.display_name, class: row.class, why: row.why,
      placeNow: places!.indexOf(row.id) + 1, placeThen: others!.indexOf(row.id) + 1,
    }))
    .toSorted((a, b) => a.placeThen - b.placeThen)
}

function waiterOf(row: TicketRow): Waiter {
  return {
    id: row.id, class: row.class, priorityGroup: row.priority_group, dueFrom: row.due_from, dueTo: row.due_to, joinedAt: row.joined_at, number: row.number,
    keeps: row.why === 'rejoined' || row.why === 'moved' || row.why === 'emergency' ? { orderAt: row.order_at, orderTie: row.order_tie } : null,
  }
}
