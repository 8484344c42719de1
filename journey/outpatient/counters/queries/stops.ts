import { sql } from 'kysely'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Stop } from '../contract.ts'

interface StopRow extends Omit<Stop, 'joinedAt' | 'servedAt' | 'resultAt'> {
  readonly joinedAt: Date | null
  readonly servedAt: Date | null
  readonly resultAt: Date | null
}

/** Stops with their stations and what is left of their items; the order is the one to go in. */
const select = sql`
  select s.institution_id as "institutionId", s.id, s.visit_id as "visitId", s.person_id as "personId", s.station_id as "stationId", s.kind,
    p.name, p.name_en as "nameEn", p.building, p.floor, p.place_en as "placeEn", p.room, s.status, s.ticket_id as "ticketId", p.usual_minutes as "usualMinutes",
    coalesce(bool_or(i.fasting), false) as "needsFasting", p.result_after_minutes as "resultAfterMinutes",
    coalesce(array_agg(i.name order by i.added_at, i.order_id) filter (where i.name is not null), '{}') as items,
    coalesce(array_agg(coalesce(nullif(i.name_en, ''), i.name) order by i.added_at, i.order_id) filter (where i.name is not null), '{}') as "itemsEn",
    s.joined_at as "joinedAt", s.served_at as "servedAt", s.result_at as "resultAt"
  from counters.stop s
    join counters.station p on p.institution_id = s.institution_id and p.id = s.station_id
    left join counters.stop_item i on i.institution_id = s.institution_id and i.stop_id = s.id and i.state <> 'cancelled'`

const grouped = sql`
  group by s.institution_id, s.id, p.institution_id, p.id
  order by array_position(array['window', 'laboratory', 'examination', 'treatment', 'rehabilitation', 'pharmacy'], s.kind), s.created_at, s.id`

const iso = (at: Date | null) => at?.toISOString() ?? null
const stopOf = (row: StopRow): Stop => ({ ...row, joinedAt: iso(row.joinedAt), servedAt: iso(row.servedAt), resultAt: iso(row.resultAt) })

/** Where this visit goes besides the doctor, in the order to go: fasting and laboratory first, the pharmacy last. */
export async function stopsOfVisit(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<Stop[]> {
  const { rows } = await sql<StopRow>`${select} where s.institution_id = ${institutionId} and s.visit_id = ${visitId} ${grouped}`.execute(tx)
  if (rows[0]) await audit(tx, context, { action: 'counters.read-stops', personId: rows[0].personId, subject: `visit/${visitId}`, institutionId })
  return rows.map(stopOf)
}

/** All stops of a person on one day, at every hospital, under all their entries. */
export async function stopsOfPersonDay(tx: Tx, context: Context, personId: string, day: string): Promise<Stop[]> {
  const { rows } = await sql<StopRow>`
    ${select} where s.person_id = any (${await entriesOf(tx, personId)}::uuid[]) and s.day = ${day}::date ${grouped}`.execute(tx)
  await audit(tx, context, { action: 'counters.read-stops', personId, subject: `person/${personId}` })
  return rows.map(stopOf)
}

/** One stop, or undefined when there is none that the asker may see. */
export async function findStop(tx: Tx, institutionId: number, stopId: string): Promise<Stop | undefined> {
  const { rows } = await sql<StopRow>`${select} where s.institution_id = ${institutionId} and s.id = ${stopId} ${grouped}`.execute(tx)
  return rows[0] && stopOf(rows[0])
}

/** The stops behind these tickets. */
export async function stopsOfTickets(tx: Tx, institutionId: number, ticketIds: readonly string[]): Promise<Map<string, Stop>> {
  if (ticketIds.length === 0) return new Map()
  const { rows } = await sql<StopRow>`
    ${select} where s.institution_id = ${institutionId} and s.ticket_id = any (${ticketIds}::uuid[]) ${grouped}`.execute(tx)
  return new Map(rows.map((row) => [row.ticketId!, stopOf(row)]))
}
