import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SpreadCase } from '../contract.ts'

interface Row extends Omit<SpreadCase, 'hospitals' | 'openedAt' | 'changedAt'> {
  readonly hospitals: readonly { readonly institutionId: number; readonly bookings: number }[]
  readonly openedAt: Date
  readonly changedAt: Date
}

/** Groups over several hospitals, for the region's office: counts by hospital and signal, and nobody's name, account or device. */
export async function spreads(tx: Tx, snapshot: Snapshot): Promise<SpreadCase[]> {
  const { rows } = await sql<Row>`select id, score, advice, signals, counter, hospitals, bookings, accounts, devices, opened_at as "openedAt", changed_at as "changedAt"
    from fairness.spread order by changed_at desc, id limit 200`.execute(tx)
  return rows.map((row) => ({
    ...row, openedAt: row.openedAt.toISOString(), changedAt: row.changedAt.toISOString(),
    hospitals: row.hospitals.map((one) => {
      const hospital = snapshot.institutions.get(one.institutionId)
      return { ...one, name: hospital?.name ?? '', nameEn: hospital?.nameEn ?? '' }
    }),
  }))
}
