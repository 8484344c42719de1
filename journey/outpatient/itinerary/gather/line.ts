import { paceOfLine, placeInLine, queueOfSubject, servicePointsOfQueue, TicketNotFound } from '#engines/queue/index.ts'
import type { PlaceInLine, ServicePoint } from '#engines/queue/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { MINUTE, type Span, type Thing } from '../solve/facts.ts'

/** What a line says about how long it takes, with or without a place in it. */
export interface LineNow {
  readonly queueId: number | null
  readonly wait: Span | null
  /** How long each takes there today. */
  readonly minutes: Span | null
  /** Nobody serves it now although somebody did: a machine stands still, a counter is shut. */
  readonly stopped: boolean
  readonly lateUntil: number | null
  readonly lateReason: string
}

const NOBODY: LineNow = { queueId: null, wait: null, minutes: null, stopped: false, lateUntil: null, lateReason: '' }

/** The line before a doctor or station as it would be for somebody who came now. */
export async function lineOf(tx: Tx, context: Context, institutionId: number, subject: string): Promise<LineNow> {
  const queue = await queueOfSubject(tx, institutionId, subject)
  if (!queue) return NOBODY
  const points = await servicePointsOfQueue(tx, institutionId, queue.id)
  const { waiting, minutes } = await paceOfLine(tx, institutionId, queue.id, context.now)
  const open = points.filter((point) => point.state === 'open')
  const late = lateness(points, context.now.getTime())
  const usual = minutes[0] * (waiting / Math.max(1, open.length))
  return {
    queueId: queue.id, minutes, ...late, stopped: open.length === 0 && points.some((point) => point.state === 'paused'),
    wait: open.length === 0 ? null : [usual, usual * 1.4 + 3],
  }
}

/** Late only when all who serve here are: otherwise somebody is at work. */
function lateness(points: readonly ServicePoint[], now: number): Pick<LineNow, 'lateUntil' | 'lateReason'> {
  const until = points.map((point) => (point.lateUntil ? Date.parse(point.lateUntil) : 0))
  if (points.length === 0 || until.some((at) => at <= now)) return { lateUntil: null, lateReason: '' }
  const first = until.indexOf(Math.min(...until))
  return { lateUntil: until[first]!, lateReason: points[first]!.lateReason }
}

export async function findPlace(tx: Tx, context: Context, institutionId: number, ticketId: string): Promise<PlaceInLine | null> {
  try {
    return await placeInLine(tx, context, { institutionId, ticketId })
  } catch (error) {
    if (error instanceof TicketNotFound) return null
    throw error
  }
}

/** How a ticket reads as the state of a thing. */
export function inLine(place: PlaceInLine, now: number): Partial<Thing> {
  const since = place.calledAt ? Date.parse(place.calledAt) : now
  const shared = { label: place.label, ahead: place.ahead }
  switch (place.status) {
    case 'serving': return { ...shared, state: 'running', since }
    case 'called': return { ...shared, called: [now, now + MINUTE] }
    case 'passed': return { ...shared, missedCall: true }
    case 'done': case 'left': return { ...shared, state: 'done', doneAt: now }
    case 'parked': return shared
    case 'waiting': {
      const { range } = place
      if (!range) return shared
      const [from, to] = [Date.parse(range.fromAt), Date.parse(range.toAt)]
      return { ...shared, called: [from + (to - from) * 0.4, from + (to - from) * 0.8] }
    }
  }
}
