import { placeInLine } from '#engines/queue/index.ts'
import { findVisit, labelOf } from '#journey/outpatient/arrival/index.ts'
import { findVisitState } from '#journey/outpatient/consulting/index.ts'
import type { Context } from '#platform/context/context.ts'
import { mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Stop, VisitStops } from '../contract.ts'
import { NotYourPerson } from '../errors.ts'
import { isUnseen, resultsAreIn } from '../operations/return-to-doctor.ts'
import { openingOf } from './opening.ts'
import { resultNotice } from './result-notice.ts'
import { stopsOfVisit } from './stops.ts'

const TO_COME: ReadonlySet<Stop['status']> = new Set(['planned', 'needs-payment', 'ready'])
const IN_LINE: ReadonlySet<Stop['status']> = new Set(['waiting', 'serving'])

/** Every stop of a visit as its patient sees it: where, for what, how many before, how long. */
export async function visitStops(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<VisitStops> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (visit && !mayActFor(context.actor, visit.personId)) throw new NotYourPerson()
  const stops = await stopsOfVisit(tx, context, institutionId, visitId)
  const isToday = visit !== undefined && localDay(visit.checkedInAt) === localDay(context.now)
  const mayReturn = isToday && visit.status === 'finished' && (await findVisitState(tx, institutionId, visitId)) === 'finished' && resultsAreIn(stops)
  const cards: VisitStops['stops'] = []
  for (const stop of stops.filter(({ status }) => status !== 'left')) {
    const place = stop.ticketId && IN_LINE.has(stop.status) ? await placeInLine(tx, context, { institutionId, ticketId: stop.ticketId }) : null
    const opening = TO_COME.has(stop.status) ? await openingOf(tx, stop, context.now) : null
    const closed = opening && !opening.isOpen ? { opensAt: opening.opensAt?.toISOString() ?? null, reason: opening.reason ?? '' } : null
    cards.push({ ...stop, place, closed, mayReturn: mayReturn && isUnseen(stop, visit.finishedAt) })
  }
  return { stops: cards, result: visit ? await resultNotice(tx, context, visit, stops) : null, label: visit ? await labelOf(tx, visit) : null, asOf: context.now.toISOString() }
}
