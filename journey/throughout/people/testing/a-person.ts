import { randomInt } from 'node:crypto'
import { type Context, type InstitutionId, type PatientActor, type PersonId, type StaffActor, systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'
import type { PersonDetails, Sex } from '../contract.ts'
import { checkCharacter } from '../documents/check-document.ts'
import { settleDetails } from '../operations/settle-details.ts'
import { writePerson } from '../operations/write-person.ts'

export const noon = new Date('2026-03-19T12:00:00+08:00')

/** A resident identity number that passes every check, in the area that is assigned to nobody. */
export function aResidentId({ birthDate = '1980-05-06', sex = 'female' }: { birthDate?: string; sex?: Sex } = {}): string {
  const serial = randomInt(0, 500) * 2 + (sex === 'male' ? 1 : 0)
  const first17 = `99${randomInt(0, 10_000).toString().padStart(4, '0')}${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return first17 + checkCharacter(first17)
}

export function aPhone(): string {
  return `100${String(randomInt(100_000_000)).padStart(8, '0')}`
}

export function someDetails(about: { name?: string; birthDate?: string; sex?: Sex } = {}): PersonDetails {
  return { name: about.name ?? '林小满', document: { kind: 'resident-id', number: aResidentId(about) } }
}

export interface APerson {
  readonly personId: PersonId
  readonly details: PersonDetails
  readonly phone: string
  readonly actor: PatientActor
}

/** Somebody in the index, entered by the region itself. */
export async function aPerson(db: Db, about: { name?: string; birthDate?: string; sex?: Sex; phone?: string } = {}): Promise<APerson> {
  const details = someDetails(about)
  const phone = about.phone ?? aPhone()
  const context = systemContext('test', noon)
  const personId = await inTransaction(db, context, (tx) => writePerson(tx, context, { ...settleDetails(details, noon), phone }))
  return { personId, details, phone, actor: { kind: 'patient', accountId: newId(), personId, mayActFor: [personId] } }
}

export function asPatient(actor: PatientActor, now = noon): Context {
  return { actor, institutionId: null, purpose: 'test', now, requestId: newId(), channel: 'web' }
}

export function staffAt(institutionId: number, ...roles: string[]): StaffActor {
  return { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institutionId as InstitutionId, roles: roles.length > 0 ? roles : ['registrar'] }
}

export function asStaff(institutionId: number, now = noon): Context {
  return { actor: staffAt(institutionId), institutionId: institutionId as InstitutionId, purpose: 'test', now, requestId: newId(), channel: 'desk' }
}
