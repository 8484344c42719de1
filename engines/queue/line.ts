import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { TicketClass } from './contract.ts'
import { type Comer, type FairnessRule, type Place, placeFor, type Spot } from './fairness.ts'
import { fairnessRule } from './rules.ts'

interface SpotRow {
  class: TicketClass
  order_at: Date
  order_tie: number
  number: number
}

/** Who waits in these queues on this day, in order, without names. */
export async function spotsInLine(tx: Tx, institutionId: number, queueIds: readonly number[], day: string): Promise<Spot[]> {
  const { rows } = await sql<SpotRow>`
    select class, order_at, order_tie, number from queue.line(${institutionId}, ${queueIds}::integer[], ${day}::date)`.execute(tx)
  return rows.map((row) => ({ class: row.class, orderAt: row.order_at, orderTie: row.order_tie, number: row.number }))
}

/** Draws the next number of the day. Until the transaction ends nobody else gets a place in this queue. */
export async function nextNumber(tx: Tx, institutionId: number, queueId: number, day: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into queue.counter as c (institution_id, queue_id, day, last) values (${institutionId}, ${queueId}, ${day}::date, 1)
    on conflict (institution_id, queue_id, day) do update set last = c.last + 1
    returning last`.execute(tx)
  return rows[0]!.last
}

/** The published rule of order as it holds at this institution at this moment. */
export const ruleOf = (tx: Tx, institutionId: number, now: Date): Promise<FairnessRule> => ruleAt(tx, fairnessRule, institutionId, now)

/** Decides a place by the published rule. The caller holds the queue's counter, so the line cannot change meanwhile. */
export async function decidePlace(
  tx: Tx,
  at: { readonly institutionId: number; readonly queueId: number; readonly day: string; readonly now: Date },
  comer: Comer,
): Promise<Place> {
  return placeFor(await ruleOf(tx, at.institutionId, at.now), comer, await spotsInLine(tx, at.institutionId, [at.queueId], at.day))
}

/** Takes the lock under which places are decided, without drawing a number. */
export async function holdLine(tx: Tx, institutionId: number, queueId: number, day: string): Promise<void> {
  await sql`
    select from queue.counter where institution_id = ${institutionId} and queue_id = ${queueId} and day = ${day}::date
    for update`.execute(tx)
}

export interface Numbered {
  readonly institutionId: number
  readonly queueId: number
  readonly day: string
  readonly holderId: string
  readonly prefix: string
  readonly number: number
}

/**
 * The number on a person's ticket: what they got first on this day at this institution, or else the next of this queue.
 * Letters are a queue's own in the institution, so no two people have one number. The caller holds the queue's counter.
 */
export async function labelOf(tx: Tx, context: Context, of: Numbered): Promise<string> {
  const { institutionId, queueId, day, holderId, prefix } = of
  for (let { number } = of; ; number = await nextNumber(tx, institutionId, queueId, day)) {
    await sql`
      insert into queue.number (institution_id, day, holder_id, label, given_at)
      values (${institutionId}, ${day}::date, ${holderId}, ${prefix + String(number).padStart(3, '0')}, ${context.now})
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ label: string }>`
      select label from queue.number where institution_id = ${institutionId} and day = ${day}::date and holder_id = ${holderId}`.execute(tx)
    if (rows[0]) return rows[0].label
    // Somebody has this number since before letters were kept apart: the next one is free.
  }
}
