import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { ZoneNotFound } from '../errors.ts'

export interface Zone {
  readonly id: string
  readonly name: string
  readonly nameEn: string
}

export async function zonesOf(tx: Tx, institutionId: number): Promise<Zone[]> {
  const { rows } = await sql<{ id: string; name: string; name_en: string }>`
    select id, name, name_en from queue.zone where institution_id = ${institutionId} order by name`.execute(tx)
  return rows.map((row) => ({ id: row.id, name: row.name, nameEn: row.name_en }))
}

export async function zoneById(tx: Tx, institutionId: number, zoneId: string): Promise<Zone> {
  const zone = (await zonesOf(tx, institutionId)).find(({ id }) => id === zoneId)
  if (!zone) throw new ZoneNotFound()
  return zone
}

export interface QueueOfZone {
  readonly id: number
  readonly zoneId: string
  readonly kind: string
  readonly subject: string
  readonly name: string
  readonly nameEn: string
  readonly prefix: string
}

export async function queuesOfZone(tx: Tx, institutionId: number, zoneId: string): Promise<QueueOfZone[]> {
  const { rows } = await sql<Omit<QueueOfZone, 'zoneId' | 'nameEn'> & { zone_id: string; name_en: string }>`
    select id, zone_id, kind, subject, name, name_en, prefix from queue.queue
    where institution_id = ${institutionId} and zone_id = ${zoneId} order by prefix`.execute(tx)
  return rows.map(({ zone_id, name_en, ...row }) => ({ ...row, zoneId: zone_id, nameEn: name_en }))
}
