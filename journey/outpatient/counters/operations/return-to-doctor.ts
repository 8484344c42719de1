import { findVisit, returnWithResults } from '#journey/outpatient/arrival/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { stopsOfVisit } from '../queries/stops.ts'
import type { Stop } from '../contract.ts'
import { NothingToShow, NotYourPerson } from '../errors.ts'

/** Somewhere between being told to go there and having the result. */
export const ON_THE_WAY: ReadonlySet<Stop['status']> = new Set(['ready', 'waiting', 'serving', 'awaiting-result'])

/** True when everything the doctor looks at has come, and something has. What is not paid for holds up nobody. */
export function resultsAreIn(stops: readonly Stop[]): boolean {
  const looked = stops.filter((stop) => stop.kind === 'laboratory' || stop.kind === 'examination')
  return looked.some((stop) => stop.status === 'done' && stop.resultAt !== null) && !looked.some((stop) => ON_THE_WAY.has(stop.status))
}

/** True for a result that came after the doctor ended the visit: what was there before, the doctor has seen. */
export function isUnseen({ resultAt }: Pick<Stop, 'resultAt'>, finishedAt: Date | null): boolean {
  return resultAt !== null && (finishedAt === null || Date.parse(resultAt) >= finishedAt.getTime())
}

/**
 * When the last result is in, the patient stands in their doctor's line again as one who returns, by themselves when the
 * doctor sent them to examinations, or when they ask for it. Answers whether they stand there.
 */
export async function returnToDoctor(
  tx: Tx,
  context: Context,
  { institutionId, visitId, asked }: { readonly institutionId: number; readonly visitId: string; readonly asked: boolean },
): Promise<boolean> {
  if (!resultsAreIn(await stopsOfVisit(tx, context, institutionId, visitId))) return false
  const ticket = await returnWithResults(tx, context, { institutionId, visitId, asked })
  return ticket !== undefined
}

/** The patient asks to be seen again today with what has come. Refused with {@link NothingToShow} while nothing has, or nothing the doctor has not seen. */
export async function askToReturn(tx: Tx, context: Context, { institutionId, visitId }: { readonly institutionId: number; readonly visitId: string }): Promise<void> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (visit && !mayActFor(context.actor, visit.personId)) throw new NotYourPerson()
  const stops = await stopsOfVisit(tx, context, institutionId, visitId)
  if (!visit || !stops.some((stop) => isUnseen(stop, visit.finishedAt)) || !(await returnToDoctor(tx, context, { institutionId, visitId, asked: true }))) throw new NothingToShow({ visitId })
}
