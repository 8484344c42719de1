import { sql } from 'kysely'
import * as queue from '#engines/queue/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CounterDone, CounterVerb, Stop, StopStatus } from '../contract.ts'
import { StationNotFound, StopInOtherState } from '../errors.ts'
import { serveAt, staffAt } from '../policy.ts'
import { stopsOfTickets } from '../queries/stops.ts'
import { queueOfStation, type Station, stationById, stationsOf } from '../station-row.ts'
import { tellOfStop } from '../stop-steps.ts'
import { joinWhatIsReady } from './join-what-is-ready.ts'
import { returnToDoctor } from './return-to-doctor.ts'

/** Sits down at a window: it opens and serves this station, and others when told so. Throws PointBusy while another has somebody there. */
export async function takeWindow(
  tx: Tx,
  context: Context,
  { stationId, pointId, alsoStations }: { readonly stationId: number; readonly pointId: number; readonly alsoStations: readonly number[] },
): Promise<void> {
  const { institutionId, staffId } = staffAt(context)
  const serves: number[] = []
  for (const id of new Set([stationId, ...alsoStations])) {
    const station = await stationById(tx, institutionId, id)
    serveAt(context, station)
    serves.push((await queueOfStation(tx, context, station)).id)
  }
  const point = await queue.servicePointById(tx, institutionId, pointId)
  if (!point.serves.some((id) => serves.includes(id))) throw new StationNotFound({ stationId })
  await queue.takeServicePoint(tx, context, { institutionId, pointId, staffId, label: '', labelEn: '', role: '', serves })
  await audit(tx, context, { action: 'counters.take-window', subject: `service-point/${pointId}`, institutionId, detail: { stationId } })
}

/** Calls whoever is first for this window. Two windows never call one person; see the engine's `callNext`. */
export async function callNextAt(tx: Tx, context: Context, pointId: number): Promise<CounterDone> {
  const { institutionId } = staffAt(context)
  await serveAtPoint(tx, context, pointId)
  const ticket = await queue.callNext(tx, context, { institutionId, pointId })
  await audit(tx, context, { action: 'counters.call', personId: ticket.holderId, subject: `visit/${ticket.visitId}`, institutionId })
  return done(tx, institutionId, ticket)
}

/**
 * One thing with one person in line at a counter. The stop follows the ticket in the same transaction; who was faster is
 * told by the engine's refusals. When laboratory or examination is finished and a result is to come, the stop waits for it.
 */
export async function moveAtCounter(tx: Tx, context: Context, ticketId: string, act: CounterVerb): Promise<CounterDone> {
  const { institutionId } = staffAt(context)
  const ref = { institutionId, ticketId }
  await refuseOtherLines(tx, context, ticketId)
  const ticket = await run(tx, context, ref, act)
  const stop = (await stopsOfTickets(tx, institutionId, [ticketId])).get(ticketId)
  if (stop) await follow(tx, context, stop, act.verb === 'merge' ? await queue.ticketById(tx, ref) : ticket)
  const reason = 'reason' in act ? { reason: act.reason } : {}
  await audit(tx, context, { action: `counters.${act.verb}`, personId: ticket.holderId, subject: `visit/${ticket.visitId}`, institutionId, detail: reason })
  return done(tx, institutionId, ticket)
}

/** Counters move the lines of counters; a doctor's line has its own desk, and each profession its own stations. */
async function refuseOtherLines(tx: Tx, context: Context, ticketId: string): Promise<void> {
  const { institutionId } = staffAt(context)
  const { queueId } = await queue.ticketById(tx, { institutionId, ticketId })
  const station = (await stationsByQueue(tx, institutionId)).get(queueId)
  if (!station) throw new StationNotFound({})
  serveAt(context, station)
}

/** A window is of the profession of its stations. */
export async function serveAtPoint(tx: Tx, context: Context, pointId: number): Promise<void> {
  const { institutionId } = staffAt(context)
  const stations = await stationsByQueue(tx, institutionId)
  const point = await queue.servicePointById(tx, institutionId, pointId)
  for (const queueId of point.serves) {
    const station = stations.get(queueId)
    if (station) serveAt(context, station)
  }
}

async function stationsByQueue(tx: Tx, institutionId: number): Promise<Map<number, Station>> {
  const found = new Map<number, Station>()
  for (const station of await stationsOf(tx, institutionId)) {
    const line = await queue.queueOfSubject(tx, institutionId, `station:${station.id}`)
    if (line) found.set(line.id, station)
  }
  return found
}

async function run(tx: Tx, context: Context, ref: queue.TicketRef, act: CounterVerb): Promise<queue.Ticket> {
  switch (act.verb) {
    case 'recall': return queue.recall(tx, context, ref)
    case 'pass': return queue.pass(tx, context, ref)
    case 'rejoin': return queue.rejoin(tx, context, ref)
    case 'park': return queue.park(tx, context, { ...ref, reason: act.reason })
    case 'return': return queue.returnToLine(tx, context, ref)
    case 'start': return queue.startServing(tx, context, ref)
    case 'finish': return queue.finish(tx, context, ref)
    case 'leave': return queue.leave(tx, context, { ...ref, reason: act.reason })
    case 'urgent': return queue.makeUrgent(tx, context, { ...ref, reason: act.reason })
    case 'call': return queue.callTicket(tx, context, { ...ref, pointId: act.pointId, reason: '' })
    case 'undo': return queue.undo(tx, context, { ...ref, version: act.version })
    case 'merge': return queue.mergeTickets(tx, context, { ...ref, otherTicketId: act.otherTicketId, reason: act.reason })
    case 'transfer': return transferTo(tx, context, ref, act)
  }
}

/** To another station of the same kind, with the time waited; refused where the visit has a stop of its own. */
async function transferTo(tx: Tx, context: Context, ref: queue.TicketRef, act: { toStationId: number; reason: string }): Promise<queue.Ticket> {
  const to = await stationById(tx, ref.institutionId, act.toStationId)
  const stop = (await stopsOfTickets(tx, ref.institutionId, [ref.ticketId])).get(ref.ticketId)
  if (!stop || stop.kind !== to.kind) throw new StationNotFound({ stationId: to.id })
  const { rows } = await sql`
    update counters.stop s set station_id = ${to.id} where s.institution_id = ${ref.institutionId} and s.id = ${stop.id}
      and not exists (select from counters.stop o where o.institution_id = s.institution_id and o.visit_id = s.visit_id and o.station_id = ${to.id}
        and o.id <> s.id and o.status in ('planned', 'needs-payment', 'ready', 'waiting'))
    returning id`.execute(tx)
  if (rows.length === 0) throw new StopInOtherState({ status: stop.status })
  return queue.transfer(tx, context, { ...ref, toQueueId: (await queueOfStation(tx, context, to)).id, reason: act.reason })
}

function statusOf(stop: Stop, ticket: queue.Ticket): StopStatus {
  if (ticket.status === 'serving') return 'serving'
  if (ticket.status === 'left') return 'left'
  if (ticket.status !== 'done') return 'waiting'
  return stop.resultAfterMinutes === null ? 'done' : 'awaiting-result'
}

async function follow(tx: Tx, context: Context, stop: Stop, ticket: queue.Ticket): Promise<void> {
  const status = statusOf(stop, ticket)
  const { institutionId, visitId } = stop
  // A step was taken back after the result had come: what the doctor has been told stays told.
  if (status === stop.status || stop.resultAt !== null) return
  const isOver = status === 'done' || status === 'left'
  await sql`
    update counters.stop set status = ${status}, ended_at = ${isOver ? context.now : null},
      served_at = case when ${status} in ('serving', 'awaiting-result', 'done') then coalesce(served_at, ${context.now}) end
    where institution_id = ${institutionId} and id = ${stop.id}`.execute(tx)
  await tellOfStop(tx, context, institutionId, stop.id)
  if (!isOver) return
  await joinWhatIsReady(tx, context, institutionId, visitId)
  await returnToDoctor(tx, context, { institutionId, visitId, asked: false })
}

export async function done(tx: Tx, institutionId: number, ticket: queue.Ticket): Promise<CounterDone> {
  const stop = (await stopsOfTickets(tx, institutionId, [ticket.id])).get(ticket.id) ?? null
  return { ticketId: ticket.id, label: ticket.label, status: ticket.status, version: ticket.version, stop }
}
