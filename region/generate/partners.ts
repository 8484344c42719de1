import { DEMO_HOSPITAL, demoDoctors } from '../data/demo-people.ts'
import type { HospitalRows } from './hospital-rows.ts'
import type { Hospital } from './places.ts'

/** A health centre sends to the hospitals of its district, and everybody to the central hospital. */
export function partnerRows(hospitals: readonly Hospital[], validFrom: string): (readonly unknown[])[] {
  const centres = hospitals.filter((each) => each.isHealthCentre)
  return hospitals.filter((each) => !each.isHealthCentre).flatMap((hospital) =>
    centres
      .filter((centre) => hospital.id === DEMO_HOSPITAL || hospital.districtId === centre.districtId)
      .map((centre) => [hospital.id, centre.id, ['consortium', 'family-doctor', 'public'], validFrom]))
}

/** One treatment team, at the demonstration's hospital: its two doctors, and the first of one doctor's own department. */
export function teamRows(hospitals: readonly HospitalRows[], since: Date): { team: (readonly unknown[])[]; member: (readonly unknown[])[] } {
  const doctors = hospitals.flatMap((each) => each.practitioner).filter((row) => row[0] === DEMO_HOSPITAL)
  const known = doctors.filter((row) => demoDoctors.some((each) => each.name === row[4]))
  const colleague = doctors.find((row) => !known.includes(row) && known.some((each) => each[3] === row[3]))
  const members = [...known, ...(colleague ? [colleague] : [])]
  if (members.length < 2) return { team: [], member: [] }
  return {
    team: [[DEMO_HOSPITAL, 1, '高血压诊疗团队', 'Hypertension team']],
    member: members.map((row, at) => [DEMO_HOSPITAL, 1, row[1], at === 0, since]),
  }
}
