import { checkInWindow } from '#journey/outpatient/arrival/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { WalkInDepartment } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { clinicsToday, type FreeUnit, servicesOfDepartment } from './free-for-walk-in.ts'

/** Which departments could still take somebody without a booking today: what a machine goes by when it is alone. */
export async function walkInDepartments(tx: Tx, { institutionId, now }: Pick<MachineContext, 'institutionId' | 'now'>, snapshot: Snapshot): Promise<WalkInDepartment[]> {
  const { earlyMinutes } = await checkInWindow(tx, institutionId, now)
  const departments = snapshot.departmentsOf.get(institutionId) ?? []
  const services = departments.flatMap(({ id }) => servicesOfDepartment(snapshot, institutionId, id))
  const { free, hours } = await clinicsToday(tx, { institutionId, services, at: now, now })
  return departments.flatMap(({ id, name, nameEn, building, floor }) => {
    const open = hours.get(id)
    if (!open) return []
    const mine = free.filter(({ service }) => service.departmentId === id)
    const ofNow = mine.filter(({ startsAt }) => startsAt.getTime() - earlyMinutes * 60_000 <= now.getTime())
    return [{
      departmentId: id, name, nameEn, where: [building, floor].filter(Boolean).join(' '), from: open.from.toISOString(), until: open.until.toISOString(),
      left: ofNow.reduce((sum, { left }) => sum + left, 0), feeCents: leastFee(ofNow.length > 0 ? ofNow : mine),
    }]
  })
}

function leastFee(units: readonly FreeUnit[]): number | null {
  const fees = units.flatMap(({ service: { feeCents } }) => feeCents ?? [])
  return fees.length === 0 ? null : Math.min(...fees)
}
