import { sql } from 'kysely'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { findVisit } from '#journey/outpatient/arrival/index.ts'
import type { Stop } from '../contract.ts'
import { NotYourPerson, StopNotFound } from '../errors.ts'
import { stationFor } from '../station-for.ts'
import { holdVisit } from '../visit-lock.ts'
import { joinStation } from './join-station.ts'
import { openStopAt } from './plan-stop.ts'

/** A number for the cashier's window, for whoever would rather pay there. Asked twice while waiting, it is the same one. */
export async function askForWindow(tx: Tx, context: Context, { institutionId, visitId }: { readonly institutionId: number; readonly visitId: string }): Promise<Stop> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) throw new StopNotFound({ visitId })
  if (!mayActFor(context.actor, visit.personId)) throw new NotYourPerson()
  await holdVisit(tx, visitId)
  const station = await stationFor(tx, context, { institutionId, kind: 'window', departmentId: null })
  const stopId = await openStopAt(tx, context, { institutionId, visitId, personId: visit.personId }, station)
  // There is nothing to pay before one may pay.
  await sql`update counters.stop set status = 'ready' where institution_id = ${institutionId} and id = ${stopId} and status = 'needs-payment'`.execute(tx)
  return joinStation(tx, context, { institutionId, stopId })
}
