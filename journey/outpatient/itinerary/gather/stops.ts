import { openingOf, type Stop } from '#journey/outpatient/counters/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { MINUTE, plainThing, type Thing } from '../solve/facts.ts'
import { findPlace, inLine, lineOf } from './line.ts'
import { placeKey } from './visits.ts'
import { isNamed, nameOf } from './words.ts'

/** One stop at a counter as a thing of the day. */
export async function stopThing(tx: Tx, context: Context, stop: Stop): Promise<{ thing: Thing | null; watched: readonly number[] }> {
  if (stop.status === 'left') return { thing: null, watched: [] }
  const now = context.now.getTime()
  const over = stop.status === 'done' || stop.status === 'awaiting-result'
  const opening = over ? null : await openingOf(tx, stop, context.now)
  const line = over ? null : await lineOf(tx, context, stop.institutionId, `station:${stop.stationId}`)
  const place = over || !stop.ticketId ? null : await findPlace(tx, context, stop.institutionId, stop.ticketId)
  const turn = place && place.status !== 'done' && place.status !== 'left' ? inLine(place, now) : {}
  const served = stop.servedAt ? Date.parse(stop.servedAt) : now
  const words = isNamed(stop.kind) ? nameOf(stop.kind, { station: stop.name, stationEn: stop.nameEn || stop.name }) : { name: stop.name, nameEn: stop.nameEn || stop.name }
  const room = place?.pointName ?? stop.room
  const thing = plainThing({
    ...words, id: `stop:${stop.id}`, kind: 'stop', by: stop.name, byEn: stop.nameEn || stop.name, institutionId: stop.institutionId, visitId: stop.visitId, stopId: stop.id,
    place: placeKey(stop.institutionId, stop.building, stop.floor, stop.room), at: { building: stop.building, floor: stop.floor, room }, placeEn: stop.placeEn, roomEn: place?.pointNameEn ?? '', needsFasting: stop.needsFasting,
    minutes: [stop.usualMinutes, stop.usualMinutes * 1.5 + 1], wait: line?.wait ?? [8, 16], lateUntil: line?.lateUntil ?? null, lateReason: line?.lateReason ?? '',
    after: stop.status === 'needs-payment' ? [{ id: `pay:${stop.visitId}`, lag: [0, 0] as const }] : [],
    resultAt: stop.resultAt ? Date.parse(stop.resultAt) : stop.status === 'awaiting-result' && stop.resultAfterMinutes !== null ? served + stop.resultAfterMinutes * MINUTE : null,
    resultReady: stop.resultAt !== null,
    ...turn,
    ...(opening && !stop.ticketId ? hoursOf(opening, now) : {}),
    ...(over ? { state: 'done' as const, doneAt: served } : line?.stopped && turn.state !== 'running' ? { state: 'blocked' as const } : {}),
  })
  return { thing, watched: line?.queueId === null || line === null ? [] : [line.queueId] }
}

/** Nobody is sent to a closed station: it begins when it opens, or not today. */
function hoursOf({ isOpen, opensAt, closesAt }: Awaited<ReturnType<typeof openingOf>>, now: number): Partial<Thing> {
  if (isOpen) return { closesAt: closesAt?.getTime() ?? null }
  const opens = opensAt?.getTime() ?? null
  const isToday = opens !== null && localDay(new Date(opens)) === localDay(new Date(now))
  return isToday ? { notBefore: opens, opensAt: opens } : { state: 'blocked', opensAt: opens ?? 0 }
}
