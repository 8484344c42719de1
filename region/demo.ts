import { demoTotpSecret } from '#journey/throughout/access/index.ts'
import { centreStaff, DEMO_FAMILY_DOCTOR, DEMO_HEALTH_CENTRE, DEMO_HOSPITAL, DEMO_PASSWORD, demoDoctors, demoFamilyDoctor, demoPeople, staffRoles } from './data/demo-people.ts'

export interface DemoSignIn {
  readonly kind: 'patient' | 'staff'
  /** For the list that the start prints. */
  readonly who: string
  readonly how: string
  readonly whoEn: string
  readonly phone?: string
  readonly username?: string
  readonly password?: string
  readonly totpSecret?: string
  readonly institutionId?: number
  readonly roles?: readonly string[]
}

/** How to get in as somebody of the sample region. Published on purpose; all of them are made up. */
export function demoSignIns(): DemoSignIn[] {
  const staff = [
    ...[...demoDoctors.map((each) => ({ ...each, roles: ['physician'] })), ...staffRoles].map((each) => ({ ...each, institutionId: DEMO_HOSPITAL })),
    { ...demoFamilyDoctor, institutionId: DEMO_HEALTH_CENTRE },
    ...centreStaff.map((each) => ({ ...each, institutionId: 0 })),
  ]
  return [
    ...demoPeople.flatMap((person): DemoSignIn[] =>
      person.phone ? [{ kind: 'patient', who: person.who.zh, whoEn: person.who.en, phone: person.phone, how: `手机号 ${person.phone}，验证码在模拟短信里` }] : []),
    ...staff.map(({ username, who, roles, institutionId }): DemoSignIn => ({
      kind: 'staff', who: who.zh, whoEn: who.en, username, password: DEMO_PASSWORD, totpSecret: demoTotpSecret, institutionId, roles,
      how: `${username} / ${DEMO_PASSWORD}，动态码密钥 ${demoTotpSecret}`,
    })),
  ]
}

/** The short user name of a doctor of the demonstration; nothing for every other doctor of the region. */
export function demoUsername(institutionId: number, doctor: { readonly id: number; readonly name: string; readonly subject?: string }): string | undefined {
  if (institutionId === DEMO_HEALTH_CENTRE && doctor.id === DEMO_FAMILY_DOCTOR) return demoFamilyDoctor.username
  if (institutionId !== DEMO_HOSPITAL) return undefined
  return demoDoctors.find((each) => each.name === doctor.name && (doctor.subject ?? each.subject) === each.subject)?.username
}

/** User names of the other hospitals' staff; the password is the same everywhere. */
export function staffUsername(institutionId: number, role: (typeof staffRoles)[number]['username'] | { readonly practitionerCode: string }): string {
  if (typeof role === 'object') return role.practitionerCode.toLowerCase()
  return institutionId === DEMO_HOSPITAL ? role : `${role}-${institutionId}`
}

/** The phone of the sample region's person with this number; they have an account when the number is below {@link accountCount}. */
export function samplePhone(index: number): string {
  return demoPeople[index]?.phone ?? `100${String(10_000_000 + index).padStart(8, '0')}`
}

export const accountCount = { small: 2_000, city: 20_000 } as const
export const personCount = { small: 2_000, city: 2_000_000 } as const
