import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { waitFacts, type QueueFacts } from './queries/wait-facts.ts'
import type { TicketRow } from './ticket-row.ts'
import { isHabit } from './wait-pace.ts'
import { type Forecast, waitRange } from './wait-range.ts'

type Ticket = Pick<TicketRow, 'institution_id' | 'id' | 'holder_id' | 'queue_id' | 'day'>

/** Writes down what this person is told now. What was said before stays: it is judged too. */
export async function promise(tx: Tx, context: Context, ticket: Ticket, facts?: QueueFacts): Promise<void> {
  const known = facts ?? (await waitFacts(tx, ticket.institution_id, ticket.queue_id, context.now))
  const ahead = known.line.findIndex((spot) => spot.ticketId === ticket.id)
  if (ahead < 0) return
  const forecast = waitRange(known, ahead)
  await sql`
    insert into queue.promise (institution_id, ticket_id, shown_at, holder_id, queue_id, day, ahead, from_at, to_at, come_back_at, sure, remembered,
      played_from, played_middle, played_to)
    values (${ticket.institution_id}, ${ticket.id}, ${context.now}, ${ticket.holder_id}, ${ticket.queue_id}, ${ticket.day}::date, ${ahead},
      ${forecast?.range.fromAt ?? null}, ${forecast?.range.toAt ?? null}, ${forecast ? await comeBack(tx, ticket, forecast) : null},
      ${forecast?.range.sure ?? false}, ${isHabit(known.history)}, ${seconds(forecast?.played.from)}, ${seconds(forecast?.played.middle)}, ${seconds(forecast?.played.to)})
    on conflict do nothing`.execute(tx)
}

const seconds = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value))
/** "Be back by" moves only for a reason. */
const WORTH_SAYING_MS = 10 * 60_000

/** The hour somebody was told is theirs; it moves later when that helps them, and never earlier. */
async function comeBack(tx: Tx, ticket: Ticket, { comeBackAt }: Forecast): Promise<Date | null> {
  const told = await comeBackTold(tx, ticket.institution_id, ticket.id)
  if (!comeBackAt || !told) return comeBackAt ?? told
  return comeBackAt.getTime() - told.getTime() >= WORTH_SAYING_MS ? comeBackAt : told
}

/** Until when this person was told they may be away; null when they were told nothing. */
export async function comeBackTold(tx: Tx, institutionId: number, ticketId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(come_back_at) as at from queue.promise where institution_id = ${institutionId} and ticket_id = ${ticketId}`.execute(tx)
  return rows[0]?.at ?? null
}

interface StepTaken {
  readonly verb: string
  readonly ticket: TicketRow
  readonly before: TicketRow | null
  readonly reason: string
}

const CALLS = new Set(['call'])
const GONE = new Set(['leave', 'park', 'transfer', 'merge'])
const FREES_THE_POINT: Readonly<Record<string, 'served' | 'sent-away' | 'absent'>> = { finish: 'served', park: 'sent-away', pass: 'absent' }
const PROMISES = new Set(['join', 'rejoin', 'return', 'transfer'])

/** What a step means for what was promised, and for what the queue remembers. Runs in the step's own transaction. */
export async function followStep(tx: Tx, context: Context, step: StepTaken): Promise<void> {
  const { verb, ticket, before } = step
  if (CALLS.has(verb)) await settle(tx, ticket, 'called', context.now)
  if (GONE.has(verb)) await settle(tx, ticket, 'gone', null)
  if (verb === 'undo') await takeBack(tx, ticket, before, step.reason)
  const outcome = FREES_THE_POINT[verb]
  if (outcome && before?.called_at && before.service_point_id !== null) {
    await sql`
      insert into queue.stay (institution_id, queue_id, called_at, service_point_id, ended_at, class, outcome)
      values (${ticket.institution_id}, ${before.queue_id}, ${before.called_at}, ${before.service_point_id}, ${context.now}, ${before.class}, ${outcome})
      on conflict do nothing`.execute(tx)
  }
  if (PROMISES.has(verb)) await promise(tx, context, ticket)
}

async function settle(tx: Tx, ticket: TicketRow, outcome: 'called' | 'gone', at: Date | null): Promise<void> {
  await sql`
    update queue.promise set outcome = ${outcome}, called_at = ${at}
    where institution_id = ${ticket.institution_id} and ticket_id = ${ticket.id} and outcome = 'open'`.execute(tx)
}

/** An act taken back never came true, and taught nothing. */
async function takeBack(tx: Tx, ticket: TicketRow, undone: TicketRow | null, verb: string): Promise<void> {
  if (CALLS.has(verb) && undone?.called_at) {
    await sql`
      update queue.promise set outcome = 'open', called_at = null
      where institution_id = ${ticket.institution_id} and ticket_id = ${ticket.id} and called_at = ${undone.called_at}`.execute(tx)
  }
  if (FREES_THE_POINT[verb] && ticket.called_at) {
    await sql`
      delete from queue.stay where institution_id = ${ticket.institution_id} and queue_id = ${ticket.queue_id}
        and called_at = ${ticket.called_at} and service_point_id = ${ticket.service_point_id}`.execute(tx)
  }
}
