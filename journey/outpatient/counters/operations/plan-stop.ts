import { sql } from 'kysely'
import { orderById } from '#journey/outpatient/consulting/index.ts'
import { departmentById, priceOf } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { StationKind } from '../contract.ts'
import { preparation } from '../rules.ts'
import { stationFor } from '../station-for.ts'
import { tellOfStop } from '../stop-steps.ts'
import { holdVisit } from '../visit-lock.ts'
import { settleVisit } from './settle-visit.ts'

export interface PlacedOrder {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly orderId: string
}

const KIND_OF = { laboratory: 'laboratory', examination: 'examination', drug: 'pharmacy', procedure: 'treatment' } as const
/** Rehabilitation medicine in the national list of subjects. */
const REHABILITATION = '21'

/**
 * Something was ordered: it stands at the stop of its station, which is made when the visit has none open there.
 * Heard twice it is there once; what was taken back meanwhile makes no stop.
 */
export async function planStop(tx: Tx, context: Context, placed: PlacedOrder): Promise<void> {
  const { institutionId, visitId, personId, orderId } = placed
  await holdVisit(tx, visitId)
  const order = await orderById(tx, institutionId, orderId)
  const known = await sql`select from counters.stop_item where institution_id = ${institutionId} and order_id = ${orderId}`.execute(tx)
  if (order.state !== 'ordered' || known.rows.length > 0) return
  const price = await priceOf(tx, institutionId, order.code, context.now)
  const departmentId = price?.departmentId ?? null
  const kind = await kindOf(tx, institutionId, order.kind, departmentId)
  const station = await stationFor(tx, context, { institutionId, kind, departmentId })
  const stopId = await openStopAt(tx, context, placed, station)
  const { fastingCodes } = await preparation(tx, institutionId, context.now)
  await sql`
    insert into counters.stop_item (institution_id, order_id, stop_id, person_id, code, name, name_en, fasting, added_at)
    values (${institutionId}, ${orderId}, ${stopId}, ${personId}, ${order.code}, ${order.name}, ${order.nameEn}, ${fastingCodes.includes(order.code)},
      ${context.now})`.execute(tx)
  await tellOfStop(tx, context, institutionId, stopId)
  await settleVisit(tx, context, { institutionId, visitId, personId })
}

async function kindOf(tx: Tx, institutionId: number, kind: keyof typeof KIND_OF, departmentId: number | null): Promise<StationKind> {
  if (kind !== 'procedure' || departmentId === null) return KIND_OF[kind]
  const department = await departmentById(tx, institutionId, departmentId)
  return department?.subjectCodes.some((code) => code === REHABILITATION || code.startsWith(`${REHABILITATION}.`)) ? 'rehabilitation' : 'treatment'
}

/** The stop of this visit at this station that still takes things, or a new one. */
export async function openStopAt(
  tx: Tx,
  context: Context,
  { institutionId, visitId, personId }: Omit<PlacedOrder, 'orderId'>,
  station: { readonly id: number; readonly kind: StationKind },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into counters.stop (institution_id, id, visit_id, person_id, day, station_id, kind, status, created_at)
    values (${institutionId}, ${newId()}, ${visitId}, ${personId}, ${localDay(context.now)}::date, ${station.id}, ${station.kind}, 'needs-payment', ${context.now})
    on conflict (institution_id, visit_id, station_id) where status in ('planned', 'needs-payment', 'ready', 'waiting')
      do update set day = counters.stop.day
    returning id`.execute(tx)
  return rows[0]!.id
}
