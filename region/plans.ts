import { makeSigns, publishPlan, putDraft } from '#journey/throughout/guidance/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase } from '#platform/database/index.ts'
import { departmentsOf, type Subject } from './generate/departments.ts'
import { planOf } from './generate/plans.ts'
import { hospitalsOf, type RegionSize } from './generate/places.ts'
import { practitionersOf, roomRows } from './generate/practitioners.ts'

/** The plans of the region's hospitals, published, with codes on their doors: whoever has an appointment is shown the way. */
export async function showPlans(url: string, { seed, size, now, subjects }: { seed: string; size: RegionSize; now: Date; subjects: ReadonlyMap<string, Subject> }): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  const context = systemContext('sample-region', now)
  try {
    for (const hospital of hospitalsOf(seed, size)) {
      if (hospital.isHealthCentre) continue
      const departments = departmentsOf(hospital, subjects, size)
      const rooms = roomRows(hospital, departments, practitionersOf(seed, hospital, departments, size))
      await inTransaction(db, context, async (tx) => {
        for (const { id: campusId } of hospital.campuses) {
          const at = { institutionId: hospital.id, campusId }
          const plan = planOf({ seed, hospital, campusId, departments, rooms })
          const { revision } = await putDraft(tx, context, { ...at, plan, source: 'sample', repairs: [], note: '' })
          await publishPlan(tx, context, { ...at, revision })
          await makeSigns(tx, context, at)
        }
      })
    }
  } finally {
    await closeDatabase(db)
  }
}
