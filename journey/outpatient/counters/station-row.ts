import { sql } from 'kysely'
import { makeServicePoint, type OpenedQueue, openQueue, openZone, queueOfSubject } from '#engines/queue/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StationKind } from './contract.ts'
import { StationNotFound } from './errors.ts'

export interface Station {
  readonly institutionId: number
  readonly id: number
  readonly kind: StationKind
  readonly name: string
  readonly nameEn: string
  readonly departmentId: number | null
  readonly building: string
  readonly floor: string
  readonly zone: string
  /** Building, floor and zone in English; empty: as the signs say it. */
  readonly placeEn: string
  readonly room: string
  readonly places: number
  readonly usualMinutes: number
  readonly resultAfterMinutes: number | null
  readonly joins: 'automatic' | 'by-hand'
}

const columns = sql`institution_id as "institutionId", id, kind, name, name_en as "nameEn", department_id as "departmentId", building, floor, zone,
  place_en as "placeEn", room, places, usual_minutes as "usualMinutes", result_after_minutes as "resultAfterMinutes", joins`

export async function stationById(tx: Tx, institutionId: number, id: number): Promise<Station> {
  const { rows } = await sql<Station>`select ${columns} from counters.station where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (!rows[0]) throw new StationNotFound({ stationId: id })
  return rows[0]
}

export async function stationsOf(tx: Tx, institutionId: number): Promise<Station[]> {
  const { rows } = await sql<Station>`
    select ${columns} from counters.station where institution_id = ${institutionId} and active
    order by array_position(array['laboratory', 'examination', 'pharmacy', 'treatment', 'rehabilitation', 'window'], kind), id`.execute(tx)
  return rows
}

/**
 * The queue before a station, with its zone and its windows; made when first needed, once. Stations of one floor of one
 * building share a zone, and so a board, as departments side by side do.
 */
export async function queueOfStation(tx: Tx, context: Context, station: Station): Promise<OpenedQueue> {
  const { institutionId } = station
  const subject = `station:${station.id}`
  const existing = await queueOfSubject(tx, institutionId, subject)
  if (existing) return existing
  const place = [station.building, station.floor, station.zone].filter(Boolean).join(' ')
  const zoneId = await openZone(tx, { institutionId, id: `s${station.id}`, name: place || station.name, nameEn: station.placeEn || place || station.nameEn })
  const queue = await openQueue(tx, context, { institutionId, zoneId, kind: station.kind, subject, name: station.name, nameEn: station.nameEn })
  for (const { name, nameEn } of placesOf(station)) {
    await makeServicePoint(tx, context, { institutionId, zoneId: queue.zoneId, name, nameEn, serves: [queue.id] })
  }
  return queue
}

/** A single window has the station's name; several are numbered. */
export function placesOf({ name, nameEn, places }: Pick<Station, 'name' | 'nameEn' | 'places'>): { name: string; nameEn: string }[] {
  if (places === 1) return [{ name, nameEn: nameEn || name }]
  return Array.from({ length: places }, (_, i) => ({ name: `${name} ${i + 1}号窗`, nameEn: `${nameEn || name}, window ${i + 1}` }))
}
