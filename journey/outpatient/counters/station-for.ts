import { sql } from 'kysely'
import { departmentById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StationKind } from './contract.ts'
import { preparation } from './rules.ts'
import { type Station, stationById, stationsOf } from './station-row.ts'

/** What the directory does not name, in the words on the door. */
const DOORS: Readonly<Record<StationKind, { name: string; nameEn: string }>> = {
  laboratory: { name: '检验采血室', nameEn: 'Blood collection' },
  examination: { name: '检查登记处', nameEn: 'Examinations' },
  pharmacy: { name: '门诊药房', nameEn: 'Pharmacy' },
  window: { name: '收费窗口', nameEn: 'Cashier' },
  treatment: { name: '治疗室', nameEn: 'Treatment room' },
  rehabilitation: { name: '康复治疗室', nameEn: 'Rehabilitation' },
}

const AUTOMATIC: ReadonlySet<StationKind> = new Set(['laboratory', 'pharmacy'])

/**
 * Where something of this kind is done: at the station of the department the price list names, else at one for everybody's.
 * A hospital whose list of stations lacks it gets it made from its directory, once.
 */
export async function stationFor(
  tx: Tx,
  context: Context,
  of: { readonly institutionId: number; readonly kind: StationKind; readonly departmentId: number | null },
): Promise<Station> {
  const all = await stationsOf(tx, of.institutionId)
  const ofDepartment = of.departmentId === null ? undefined : all.find((station) => station.departmentId === of.departmentId && station.kind !== 'window')
  const found = ofDepartment ?? all.find((station) => station.kind === of.kind && (station.departmentId === null || of.departmentId === null || of.kind !== 'examination'))
  return found ?? makeStation(tx, context, of)
}

async function makeStation(
  tx: Tx,
  context: Context,
  { institutionId, kind, departmentId }: { institutionId: number; kind: StationKind; departmentId: number | null },
): Promise<Station> {
  await sql`select pg_advisory_xact_lock(hashtext('counters.station'), ${institutionId})`.execute(tx)
  const { resultAfterMinutes, usualMinutes } = await preparation(tx, institutionId, context.now)
  const department = kind !== 'examination' || departmentId === null ? undefined : await departmentById(tx, institutionId, departmentId)
  const { name, nameEn } = department ? { name: `${department.name}检查室`, nameEn: `${department.nameEn}, examinations` } : DOORS[kind]
  await sql`
    insert into counters.station (institution_id, id, kind, name, name_en, department_id, building, floor, zone, place_en, usual_minutes, result_after_minutes, joins)
    select ${institutionId}, coalesce(max(id), 0) + 1, ${kind}, ${name}, ${nameEn}, ${department?.id ?? null}::integer, ${department?.building ?? ''},
      ${department?.floor ?? ''}, ${department?.zone ?? ''}, ${department?.placeEn ?? ''}, ${usualMinutes[kind] ?? 5}, ${resultAfterMinutes[kind] ?? null}::smallint,
      ${AUTOMATIC.has(kind) ? 'automatic' : 'by-hand'}
    from counters.station where institution_id = ${institutionId}
    on conflict (institution_id, name) do nothing`.execute(tx)
  const { rows } = await sql<{ id: number }>`select id from counters.station where institution_id = ${institutionId} and name = ${name}`.execute(tx)
  return stationById(tx, institutionId, rows[0]!.id)
}
