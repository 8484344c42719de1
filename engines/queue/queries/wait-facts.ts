import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { PointState, TicketClass } from '../contract.ts'
import type { Spot } from '../fairness.ts'
import { fairnessRule } from '../rules.ts'
import { correctionOf, type Learned } from '../wait-correction.ts'
import { type HabitRow, historyOf, type HourRow } from '../wait-history.ts'
import type { Served } from '../wait-pace.ts'
import { type Server, walkInsPerHour } from '../wait-play.ts'
import type { LineFacts } from '../wait-range.ts'
import type { ZoneToday } from '../wait-today.ts'

interface FactsRow {
  line: { queueId: number; id: string; class: TicketClass; orderAt: string; orderTie: number; number: number }[]
  points: { state: PointState; lateUntil: string | null; changedAt: string; busySince: string | null; lastFree: string | null; beginsAt: string | null }[]
  waitsSince: string | null
  due: { from: string; to: string; count: number }[]
  away: number
  walkIns: number
  /** When the first of today came to the line: before that nobody could walk in. */
  since: string | null
  stays: Served[]
  history: HourRow[]
  habit: HabitRow | null
  corrections: Learned[]
  others: ZoneToday[]
}

/** A place in line, and whose ticket it is; nothing that leads to a person. */
export type LineSpot = Spot & { readonly ticketId: string }
export type QueueFacts = Omit<LineFacts, 'line'> & { readonly line: readonly LineSpot[] }


/** One line now and what its past taught: all that a forecast needs, without names. */
export async function waitFacts(tx: Tx, institutionId: number, queueId: number, now: Date): Promise<QueueFacts> {
  const rule = await ruleAt(tx, fairnessRule, institutionId, now)
  const { rows } = await sql<{ facts: FactsRow }>`
    select queue.forecast_facts(${institutionId}, ${queueId}, ${localDay(now)}::date, ${now}) as facts`.execute(tx)
  const { facts } = rows[0]!
  const waitsSince = asDate(facts.waitsSince)
  return {
    now,
    rule,
    servers: facts.points.map((point) => serverOf(point, now, waitsSince)),
    line: facts.line.map((spot) => ({ ticketId: spot.id, class: spot.class, orderAt: new Date(spot.orderAt), orderTie: spot.orderTie, number: spot.number })),
    expected: facts.due.map((period) => ({ dueFrom: new Date(period.from), dueTo: new Date(period.to), count: period.count })),
    away: facts.away,
    walkInsPerHour: walkInsPerHour(facts.walkIns, asDate(facts.since), now),
    recent: facts.stays,
    history: historyOf(facts.history, facts.habit, localHour(now)),
    others: facts.others,
    correction: correctionOf(facts.corrections),
  }
}

const asDate = (text: string | null) => (text === null ? null : new Date(text))

function serverOf({ state, ...point }: FactsRow['points'][number], now: Date, waitsSince: Date | null): Server {
  const lastFree = asDate(point.lastFree)
  const beginsAt = asDate(point.beginsAt)
  const changedAt = new Date(point.changedAt)
  // Free since: the last person went, the door opened, or somebody began to wait; whichever is latest.
  const free = [lastFree, changedAt, waitsSince].flatMap((at) => (at && at <= now ? [at.getTime()] : []))
  return {
    open: state === 'open',
    lateUntil: asDate(point.lateUntil),
    busySince: asDate(point.busySince),
    pausedSince: state === 'paused' ? changedAt : null,
    beginsAt: !lastFree && beginsAt ? beginsAt : null,
    idleSince: waitsSince && lastFree ? new Date(Math.max(...free)) : null,
  }
}

export const localHour = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).getUTCHours()
