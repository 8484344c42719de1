import { sql } from 'kysely'
import type { TemplateToPut } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SheetRow } from './read-workbook.ts'

/** Weekly patterns of the file, with the numbers of the clinics and doctors they are for. */
export async function templatesOf(tx: Tx, institutionId: number, rows: readonly SheetRow[]): Promise<TemplateToPut[]> {
  const { rows: services } = await sql<{ code: string; id: number; practitioner_id: number | null }>`
    select code, id, practitioner_id from directory.service where institution_id = ${institutionId} and code is not null`.execute(tx)
  const byCode = new Map(services.map((service) => [service.code, service]))
  return rows.map((row) => {
    const service = byCode.get(String(row['serviceCode']))!
    const from = String(row['from'])
    return {
      serviceId: service.id,
      resourceId: service.practitioner_id,
      weekdays: row['weekdays'] as readonly number[],
      half: from < '12:00' ? 'morning' : from < '17:00' ? 'afternoon' : 'evening',
      from,
      to: String(row['to']),
      periodMinutes: Number(row['minutes']),
      pools: poolsOf(row),
      room: String(row['room'] ?? ''),
      validFrom: String(row['validFrom']),
      validTo: (row['validTo'] as string | null | undefined) ?? null,
    }
  })
}

function poolsOf(row: SheetRow): TemplateToPut['pools'] {
  const units = {
    public: row['publicUnits'], 'family-doctor': row['familyDoctorUnits'], 'on-site': row['onSiteUnits'], elderly: row['elderlyUnits'], revisit: row['revisitUnits'],
  }
  return Object.fromEntries(Object.entries(units).filter(([, count]) => Number(count ?? 0) > 0).map(([pool, count]) => [pool, Number(count)]))
}
