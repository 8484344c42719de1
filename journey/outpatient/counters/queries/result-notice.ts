import { ticketById } from '#engines/queue/index.ts'
import { type ArrivedVisit, findVisit } from '#journey/outpatient/arrival/index.ts'
import { awake } from '#journey/throughout/messaging/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ResultNotice, Stop } from '../contract.ts'
import { isUnseen, ON_THE_WAY, resultsAreIn } from '../operations/return-to-doctor.ts'
import { type ResultMessageRules, resultMessageRules } from '../rules.ts'
import { stopsOfVisit } from './stops.ts'

/** What somebody does whose result has come: by the visit, its number and what else is still being done. Null while none has. */
export async function resultNotice(tx: Tx, context: Context, visit: ArrivedVisit, stops: readonly Stop[]): Promise<ResultNotice | null> {
  if (!stops.some(isResult)) return null
  const ticket = await ticketById(tx, { institutionId: visit.institutionId, ticketId: visit.ticketId })
  const place = { label: ticket.label, room: visit.room }
  if (localDay(visit.checkedInAt) !== localDay(context.now) || visit.status === 'left') return { next: 'later', ...place }
  // What the doctor had before them when they ended the visit is no news.
  if (visit.status === 'finished' && !stops.some((stop) => isResult(stop) && isUnseen(stop, visit.finishedAt))) return null
  if (ticket.status === 'serving') return { next: 'with-doctor', ...place }
  if (!resultsAreIn(stops)) return { next: 'more', ...place }
  return { next: visit.status === 'finished' ? 'ask' : 'return', ...place }
}

const isResult = (stop: Stop) => (stop.kind === 'laboratory' || stop.kind === 'examination') && stop.resultAt !== null

/** A result and when its patient is told of it: at once while they are in the building, else not at night. */
interface ResultToTell extends ResultNotice {
  readonly at: Date
}

/** What to tell of the result of this stop, and when. Undefined where there is nothing to tell any more. */
export async function resultToTell(
  tx: Tx,
  context: Context,
  { institutionId, visitId, stopId }: { readonly institutionId: number; readonly visitId: string; readonly stopId: string },
): Promise<ResultToTell | undefined> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) return undefined
  const stops = await stopsOfVisit(tx, context, institutionId, visitId)
  const stop = stops.find(({ id }) => id === stopId)
  const notice = await resultNotice(tx, context, visit, stops)
  if (!stop || !isResult(stop) || !notice) return undefined
  const rules = await resultMessageRules(tx, institutionId, context.now)
  const at = isHere(visit, stops, context.now, rules) ? context.now : awake(context.now, rules)
  // What is told tomorrow names no number of today.
  return at > context.now ? { ...notice, next: 'later', at } : { ...notice, at }
}

/** Whether they are in the building today: they came, and something goes on, or went on a while ago. */
function isHere(visit: ArrivedVisit, stops: readonly Stop[], now: Date, { hereMinutes }: ResultMessageRules): boolean {
  if (localDay(visit.checkedInAt) !== localDay(now) || visit.status === 'left') return false
  const since = now.getTime() - hereMinutes * 60_000
  const isRecent = (at: Date | string | null) => at !== null && new Date(at).getTime() >= since
  return visit.status !== 'finished' || isRecent(visit.finishedAt) || stops.some((stop) => ON_THE_WAY.has(stop.status) || isRecent(stop.servedAt))
}
