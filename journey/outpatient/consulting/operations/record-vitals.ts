import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { VitalSigns, VitalsTaken } from '../contract.ts'
import { openVisitForChange } from '../policy.ts'

/** Keeps the vital signs taken in this visit; taking them again replaces them, and the audit row says that it happened. */
export async function recordVitals(tx: Tx, context: Context, visitId: string, signs: VitalSigns): Promise<VitalsTaken> {
  const visit = await openVisitForChange(tx, context, visitId)
  await sql`insert into consulting.vital_signs
      (institution_id, visit_id, person_id, systolic, diastolic, pulse, temperature_tenths, oxygen_percent, taken_by, taken_at)
    values (${visit.institutionId}, ${visitId}, ${visit.personId}, ${signs.systolic}, ${signs.diastolic}, ${signs.pulse},
      ${signs.temperatureTenths}, ${signs.oxygenPercent}, ${visit.physicianId}, ${context.now})
    on conflict (institution_id, visit_id) do update
    set systolic = excluded.systolic, diastolic = excluded.diastolic, pulse = excluded.pulse,
        temperature_tenths = excluded.temperature_tenths, oxygen_percent = excluded.oxygen_percent,
        taken_by = excluded.taken_by, taken_at = excluded.taken_at`.execute(tx)
  await audit(tx, context, { action: 'consulting.record-vitals', personId: visit.personId, subject: `visit/${visitId}` })
  return { ...signs, takenAt: context.now.toISOString() }
}
