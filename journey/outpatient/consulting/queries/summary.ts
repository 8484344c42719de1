import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { CurrentDrug, VitalsTaken } from '../contract.ts'

/** Drugs ordered for this person whose days are not over yet. */
export async function currentDrugs(tx: Tx, persons: readonly string[], now: Date, exceptVisit: string): Promise<CurrentDrug[]> {
  const { rows } = await sql<CurrentDrug>`
    select distinct on (code) code, name, dose, frequency, (ordered_at + make_interval(days => days))::date as until
    from consulting.visit_order
    where person_id = any (${persons}::uuid[]) and kind = 'drug' and state <> 'cancelled' and visit_id <> ${exceptVisit}
      and ordered_at <= ${now} and ordered_at + make_interval(days => days) > ${now}
    order by code, ordered_at desc`.execute(tx)
  return rows
}

interface VitalsRow extends Omit<VitalsTaken, 'takenAt'> {
  readonly visitId: string
  readonly takenAt: Date
}

/** This visit's vital signs, and up to four earlier ones, oldest first, to see where they are going. */
export async function vitalsOf(tx: Tx, persons: readonly string[], visitId: string): Promise<{ now: VitalsTaken | null; past: VitalsTaken[] }> {
  const { rows } = await sql<VitalsRow>`
    select visit_id as "visitId", systolic, diastolic, pulse, temperature_tenths as "temperatureTenths",
      oxygen_percent as "oxygenPercent", taken_at as "takenAt"
    from consulting.vital_signs where person_id = any (${persons}::uuid[]) order by taken_at desc limit 5`.execute(tx)
  const taken = rows.map(({ visitId: of, ...row }) => ({ of, signs: { ...row, takenAt: row.takenAt.toISOString() } }))
  return {
    now: taken.find(({ of }) => of === visitId)?.signs ?? null,
    past: taken.filter(({ of }) => of !== visitId).slice(0, 4).map(({ signs }) => signs).reverse(),
  }
}
