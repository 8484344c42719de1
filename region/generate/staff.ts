import { demoTotpSecret } from '#journey/throughout/access/index.ts'
import { seal } from '#platform/crypto/index.ts'
import { centreStaff, demoFamilyDoctor, staffRoles } from '../data/demo-people.ts'
import { demoUsername, staffUsername } from '../demo.ts'
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
  const doctors = practitioners.map((each) => {
    const username = demoUsername(hospital.id, each) ?? staffUsername(hospital.id, { practitionerCode: each.code })
    const roles: readonly string[] = username === demoFamilyDoctor.username ? demoFamilyDoctor.roles : ['physician']
    return { username, staffId: each.id, name: each.name, roles }
  })
  const desks = staffRoles.map((each) => ({ username: staffUsername(hospital.id, each.username), staffId: each.staffId, name: each.name, roles: each.roles as readonly string[] }))
  return [...doctors, ...desks].map(({ username, staffId, name, roles }) => {
    const id = steadyId(hospital.id * 10_000 + staffId, chance(seed, 'staff', hospital.id, staffId))
    return {
      account: [id, 'staff', username, passwordHash, seal(demoTotpSecret), at, at],
      role: [id, hospital.id, staffId, name, roles],
    }
  })
}

/** The account of somebody at the region's funds centre: always the same, since the demonstration's settlements are signed by them. */
export function centreStaffId(seed: string, staffId: number): string {
  return steadyId(staffId, chance(seed, 'staff', 'centre', staffId))
}

export function centreStaffRows(seed: string, passwordHash: string, at: Date): StaffRows[] {
  return centreStaff.map(({ username, staffId, name, roles }) => ({
    account: [centreStaffId(seed, staffId), 'staff', username, passwordHash, seal(demoTotpSecret), at, at],
    role: [centreStaffId(seed, staffId), 0, staffId, name, roles],
  }))
}
