import { z } from 'zod'
import { documentKinds, sexes } from './documents/kinds.ts'

export { checkDocument, normalNumber, type DocumentFault, type DocumentFacts } from './documents/check-document.ts'

export { documentKinds, sexes }

export const DocumentKind = z.enum(documentKinds)
export type DocumentKind = z.infer<typeof DocumentKind>

export const Sex = z.enum(sexes)
export type Sex = z.infer<typeof Sex>

export const InsuranceKind = z.enum(['self-pay', 'employee', 'resident'])
export type InsuranceKind = z.infer<typeof InsuranceKind>

/** What the proxy is to the person acted for. */
export const RelationKind = z.enum(['guardian', 'child', 'parent', 'spouse', 'relative', 'carer'])
export type RelationKind = z.infer<typeof RelationKind>

/** What a proxy may do: book and cancel, pay, follow (see visits and results). */
export const RelationScope = z.enum(['book', 'pay', 'follow'])
export type RelationScope = z.infer<typeof RelationScope>

const PersonName = z.string().trim().min(1).max(60).regex(/^[\p{L}\p{M}][\p{L}\p{M} .·'’-]*$/u)
const mobilePhone = /^1(00|[3-9]\d)\d{8}$/
/** A mainland mobile number. Those that begin with 100 are assigned to nobody and kept for made-up people. */
export const MobilePhone = z.string().trim().regex(mobilePhone)
export const isMobilePhone = (phone: string): boolean => mobilePhone.test(phone)
const Day = z.iso.date()

export const IdentityDocument = z.object({ kind: DocumentKind, number: z.string().trim().min(4).max(40) })
export type IdentityDocument = z.infer<typeof IdentityDocument>

/** Who somebody is. Sex and birth date may be left out where the document says them. */
export const PersonDetails = z.object({
  name: PersonName,
  document: IdentityDocument,
  sex: Sex.optional(),
  birthDate: Day.optional(),
})
export type PersonDetails = z.infer<typeof PersonDetails>

export const PersonSummary = z.object({
  personId: z.uuid(),
  name: z.string(),
  nameMasked: z.string(),
  sex: Sex,
  birthDate: Day,
  age: z.int(),
  phoneMasked: z.string(),
  insuranceKind: InsuranceKind,
  allergies: z.array(z.string()),
  verified: z.boolean(),
})
export type PersonSummary = z.infer<typeof PersonSummary>

export const MaskedDocument = z.object({ kind: DocumentKind, numberMasked: z.string(), addedAt: z.iso.datetime() })

export const HospitalNumber = z.object({ institutionId: z.int(), number: z.string(), since: z.iso.datetime() })

export const RealNameState = z.object({
  checkId: z.uuid(),
  result: z.enum(['same', 'different', 'unknown']),
  askedAt: z.iso.datetime(),
})
export type RealNameState = z.infer<typeof RealNameState>

/** A person as they see themselves: documents masked, every card and hospital number. */
export const PersonProfile = PersonSummary.extend({
  documents: z.array(MaskedDocument),
  hospitalNumbers: z.array(HospitalNumber),
  realName: RealNameState.nullable(),
})
export type PersonProfile = z.infer<typeof PersonProfile>

export const FamilyMember = z.object({
  personId: z.uuid(),
  name: z.string(),
  nameMasked: z.string(),
  sex: Sex,
  age: z.int(),
  /** What you are to them. */
  kind: RelationKind.or(z.literal('self')),
  scope: z.array(RelationScope),
  since: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
})
export type FamilyMember = z.infer<typeof FamilyMember>

/** Somebody else who may act for you. */
export const Proxy = FamilyMember.pick({ personId: true, kind: true, scope: true, since: true, expiresAt: true }).extend({ nameMasked: z.string() })

export const ConsentRequest = z.object({
  requestId: z.uuid(),
  nameMasked: z.string(),
  kind: RelationKind,
  scope: z.array(RelationScope),
  expiresAt: z.iso.datetime().nullable(),
  askedAt: z.iso.datetime(),
})
export type ConsentRequest = z.infer<typeof ConsentRequest>

export const Family = z.object({
  /** Yourself first, then everybody you may act for now. */
  members: z.array(FamilyMember),
  /** Who may act for you. */
  proxies: z.array(Proxy),
  /** You asked, and they have not answered yet. */
  asked: z.array(ConsentRequest),
  /** They ask you. */
  toAnswer: z.array(ConsentRequest),
})
export type Family = z.infer<typeof Family>

export const AddFamilyMember = PersonDetails.extend({
  /** What you are to them; a child under 14 takes a guardian. */
  kind: RelationKind,
  scope: z.array(RelationScope).min(1).default(['book', 'pay', 'follow']),
  /** How long; left out: until somebody ends it. A guardian's ends at the child's 14th birthday. */
  validDays: z.int().min(1).max(3650).optional(),
  /** Where the code goes, for somebody the region does not know yet. */
  phone: MobilePhone.optional(),
})
export type AddFamilyMember = z.infer<typeof AddFamilyMember>

export const FamilyMemberAdded = z.discriminatedUnion('status', [
  z.object({ status: z.literal('active'), personId: z.uuid() }),
  /** They are asked: in their own account, or by a code to their phone. */
  z.object({ status: z.literal('asked'), requestId: z.uuid() }),
])
export type FamilyMemberAdded = z.infer<typeof FamilyMemberAdded>

export const ConsentCode = z.object({ code: z.string().trim().regex(/^\d{6}$/) })
export const ConsentAnswer = z.object({ accept: z.boolean() })

export const EndRelation = z.object({ personId: z.uuid(), proxyId: z.uuid() })

/** A code to show at a window, a gate or a desk. Worthless a minute and a half after it was made. */
export const HealthCode = z.object({
  personId: z.uuid(),
  nameMasked: z.string(),
  /** What the square says. */
  code: z.string(),
  /** The same, to be read aloud: 9 digits. */
  spoken: z.string(),
  svg: z.string(),
  renewInSeconds: z.int(),
})
export type HealthCode = z.infer<typeof HealthCode>

/** What a window sees before it has a reason to see more. */
export const FoundPerson = z.object({
  personId: z.uuid(),
  nameMasked: z.string(),
  sex: Sex,
  birthDate: Day,
  hospitalNumber: z.string().nullable(),
})
export type FoundPerson = z.infer<typeof FoundPerson>

export const FindPerson = z.discriminatedUnion('by', [
  z.object({ by: z.literal('document'), document: IdentityDocument }),
  z.object({ by: z.literal('phone'), phone: MobilePhone }),
  z.object({ by: z.literal('health-code'), code: z.string().trim().min(9).max(200) }),
  z.object({ by: z.literal('hospital-number'), number: z.string().trim().min(1).max(20) }),
  z.object({ by: z.literal('name'), name: PersonName }),
])
export type FindPerson = z.infer<typeof FindPerson>

/** A person entered at a window, who has shown their document. */
export const EnterPerson = PersonDetails.extend({
  phone: MobilePhone.optional(),
  insuranceKind: InsuranceKind.default('self-pay'),
})
export type EnterPerson = z.infer<typeof EnterPerson>

export const RegisteredPerson = z.object({ personId: z.uuid(), hospitalNumber: z.string(), summary: PersonSummary })
export type RegisteredPerson = z.infer<typeof RegisteredPerson>

export const MergeSide = PersonSummary.extend({
  documents: z.array(MaskedDocument),
  hospitalNumbers: z.array(HospitalNumber),
  relationCount: z.int(),
})
export const MergePreview = z.object({
  remains: MergeSide,
  joins: MergeSide,
  /** Facts that differ and that a person should look at before they merge. */
  differences: z.array(z.enum(['name', 'sex', 'birth-date', 'phone', 'insurance', 'resident-id'])),
})
export type MergePreview = z.infer<typeof MergePreview>

export const MergePersons = z.object({ remainsId: z.uuid(), joinsId: z.uuid(), reason: z.string().trim().min(4).max(300) })
export const MergeRecord = z.object({
  mergeId: z.uuid(),
  remainsId: z.uuid(),
  joinsId: z.uuid(),
  remainsName: z.string(),
  joinsName: z.string(),
  reason: z.string(),
  doneAt: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
})
export type MergeRecord = z.infer<typeof MergeRecord>

/** Whole years of age on a day, both YYYY-MM-DD. */
export function ageOn(birthDate: string, day: string): number {
  const [by = 0, bm = 0, bd = 0] = birthDate.split('-').map(Number)
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number)
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0)
}

/** Under this age a guardian acts without being let in (Personal Information Protection Law, article 31). */
export const ageOfOwnConsent = 14
export const ageOfMajority = 18
