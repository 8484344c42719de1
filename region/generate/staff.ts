import { demoTotpSecret } from '#journey/throughout/access/index.ts'
import { seal } from '#platform/crypto/index.ts'
import { DEMO_HEALTH_CENTRE, DEMO_HOSPITAL, demoDoctors, demoFamilyDoctor, staffRoles } from '../data/demo-people.ts'
import { staffUsername } from '../demo.ts'
import { steadyId } from '../ids.ts'
import { chance } from '../prng.ts'
import type { Hospital } from './places.ts'
import type { Practitioner } from './practitioners.ts'

export interface StaffRows {
  readonly account: readonly unknown[]
  readonly role: readonly unknown[]
}

/**
 * Accounts of a hospital's doctors and of the people at its desks. All share one published password and second factor,
 * hashed once: thousands of slow hashes of the same public text would protect nobody.
 */
export function staffRows(seed: string, hospital: Hospital, practitioners: readonly Practitioner[], passwordHash: string, at: Date): StaffRows[] {
  const doctors = practitioners.map((each) => ({
    username: demoUsername(hospital, each) ?? staffUsername(hospital.id, { practitionerCode: each.code }),
    staffId: each.id, name: each.name, roles: isDemoFamilyDoctor(hospital, each) ? demoFamilyDoctor.roles : ['physician'] as readonly string[],
  }))
  const desks = staffRoles.map((each) => ({ username: staffUsername(hospital.id, each.username), staffId: each.staffId, name: each.name, roles: each.roles as readonly string[] }))
  return [...doctors, ...desks].map(({ username, staffId, name, roles }) => {
    const id = steadyId(hospital.id * 10_000 + staffId, chance(seed, 'staff', hospital.id, staffId))
    return {
      account: [id, 'staff', username, passwordHash, seal(demoTotpSecret), at, at],
      role: [id, hospital.id, staffId, name, roles],
    }
  })
}

/** The first doctor of the demonstration's health centre. */
function isDemoFamilyDoctor(hospital: Hospital, doctor: Practitioner): boolean {
  return hospital.id === DEMO_HEALTH_CENTRE && doctor.id === 1
}

function demoUsername(hospital: Hospital, doctor: Practitioner): string | undefined {
  if (isDemoFamilyDoctor(hospital, doctor)) return demoFamilyDoctor.username
  if (hospital.id !== DEMO_HOSPITAL) return undefined
  return demoDoctors.find((each) => each.name === doctor.name && each.subject === doctor.subject)?.username
}
