import { sql } from 'kysely'
import { closingOf, findPointOfStaff, queueState, servicePointsOfQueue, ticketById } from '#engines/queue/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { PersonSummary } from '#journey/throughout/people/contract.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AwaitingResult, CounterEntry, CounterNow, StationListed } from '../contract.ts'
import { mayMarkResult, mayServe, serveAt, staffAt } from '../policy.ts'
import { queueOfStation, type Station, stationById, stationsOf } from '../station-row.ts'
import { findStop, stopsOfTickets } from './stops.ts'

/** The stations of the reader's institution, with how many wait at each; their queues are made when first looked at. */
export async function stationsHere(tx: Tx, context: Context): Promise<StationListed[]> {
  const { institutionId } = staffAt(context)
  const listed: StationListed[] = []
  for (const station of await stationsOf(tx, institutionId)) listed.push(await listedOf(tx, context, station))
  return listed
}

async function listedOf(tx: Tx, context: Context, station: Station): Promise<StationListed> {
  const { institutionId } = station
  const { actor } = staffAt(context)
  const queue = await queueOfStation(tx, context, station)
  const { rows } = await sql<{ waiting: number; awaiting: number }>`
    select count(*) filter (where status = 'waiting')::integer as waiting, count(*) filter (where status = 'awaiting-result')::integer as awaiting
    from counters.stop where institution_id = ${institutionId} and station_id = ${station.id} and day = ${localDay(context.now)}::date`.execute(tx)
  const closed = await closingOf(tx, context, institutionId, queue.id)
  return {
    stationId: station.id, kind: station.kind, name: station.name, nameEn: station.nameEn || station.name, building: station.building, floor: station.floor, placeEn: station.placeEn,
    room: station.room, queueId: queue.id, zoneId: queue.zoneId, boardPath: `/board/${institutionId}/${queue.zoneId}`, waitingCount: rows[0]!.waiting,
    awaitingCount: rows[0]!.awaiting, closedUntil: closed.until, mayServe: mayServe(actor, station.kind), mayMarkResult: mayMarkResult(actor, station.kind),
  }
}

/** One counter now: its windows, who waits and for what, whose result is still to come. Each reading of people leaves an audit row. */
export async function counterNow(tx: Tx, context: Context, stationId: number): Promise<CounterNow> {
  const { institutionId, staffId } = staffAt(context)
  const station = await stationById(tx, institutionId, stationId)
  serveAt(context, station)
  const listed = await listedOf(tx, context, station)
  const mine = (await findPointOfStaff(tx, institutionId, staffId)) ?? null
  const isHere = mine !== null && mine.serves.includes(listed.queueId)
  const served = isHere ? [listed.queueId, ...mine.serves.filter((id) => id !== listed.queueId)] : [listed.queueId]
  const states = []
  for (const queueId of served) states.push(await queueState(tx, context, institutionId, queueId))
  const closed = await closingOf(tx, context, institutionId, listed.queueId)
  return {
    station: listed,
    served,
    points: await servicePointsOfQueue(tx, institutionId, listed.queueId),
    mine: isHere && mine.state !== 'closed' ? mine : null,
    entries: inOrder(await withStops(tx, context, institutionId, states.flatMap((state) => state.entries))),
    awaiting: await awaitingAt(tx, context, station),
    usualSeconds: states[0]!.usualSeconds,
    closedReason: closed.reason,
    asOf: context.now.toISOString(),
  }
}

type Entry = Pick<CounterEntry, 'ticket' | 'place' | 'range'>

async function withStops(tx: Tx, context: Context, institutionId: number, entries: readonly Entry[]): Promise<CounterEntry[]> {
  const here = entries.filter(({ ticket }) => ticket.status !== 'done' && ticket.status !== 'left')
  const stops = await stopsOfTickets(tx, institutionId, here.map(({ ticket }) => ticket.id))
  const persons = await personSummaries(tx, context, here.map(({ ticket }) => ticket.holderId))
  const { rows } = await sql<{ id: string }>`
    select distinct stop_id as id from counters.stop_item
    where institution_id = ${institutionId} and stop_id = any (${[...stops.values()].map(({ id }) => id)}::uuid[]) and state = 'due'`.execute(tx)
  const unpaid = new Set(rows.map(({ id }) => id))
  return entries.map((entry) => {
    const stop = stops.get(entry.ticket.id) ?? null
    const person = persons.get(entry.ticket.holderId)
    return { ...entry, stop, person: person ? { personId: person.personId, ...shown(person) } : null, unpaid: stop !== null && unpaid.has(stop.id) }
  })
}

const shown = ({ name, sex, age }: PersonSummary) => ({ name, sex, age })

async function awaitingAt(tx: Tx, context: Context, station: Station): Promise<AwaitingResult[]> {
  const { institutionId } = station
  const { rows } = await sql<{ id: string }>`
    select id from counters.stop where institution_id = ${institutionId} and station_id = ${station.id} and status = 'awaiting-result'
      and day >= ${localDay(context.now)}::date - 7 order by served_at limit 200`.execute(tx)
  const awaiting: AwaitingResult[] = []
  for (const { id } of rows) {
    const stop = (await findStop(tx, institutionId, id))!
    const ticket = await ticketById(tx, { institutionId, ticketId: stop.ticketId! })
    const expectedAt = stop.servedAt && stop.resultAfterMinutes !== null ? new Date(Date.parse(stop.servedAt) + stop.resultAfterMinutes * 60_000).toISOString() : null
    awaiting.push({ stop, label: ticket.label, person: null, expectedAt })
  }
  const persons = await personSummaries(tx, context, awaiting.map(({ stop }) => stop.personId))
  return awaiting.map((one) => ({ ...one, person: persons.has(one.stop.personId) ? shown(persons.get(one.stop.personId)!) : null }))
}

/** Several lines read as one: who is at the window, then who waits by their moment, then the others. */
function inOrder(entries: readonly CounterEntry[]): CounterEntry[] {
  const rank = { serving: 0, called: 1, waiting: 2, passed: 3, parked: 4, done: 5, left: 6 }
  return entries.toSorted((a, b) => rank[a.ticket.status] - rank[b.ticket.status] || a.ticket.orderAt.localeCompare(b.ticket.orderAt))
}
