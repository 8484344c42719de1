import { z } from 'zod'
import { MobilePhone, PersonDetails, PersonSummary } from '#journey/throughout/people/contract.ts'

export const staffRoles = ['physician', 'nurse', 'laboratory', 'pharmacist', 'registrar', 'cashier', 'accountant', 'manager', 'auditor', 'admin'] as const
export const StaffRole = z.enum(staffRoles)
export type StaffRole = z.infer<typeof StaffRole>

export const Language = z.enum(['zh-CN', 'en'])
export type Language = z.infer<typeof Language>

/** How far somebody got. 'none': not at all; 'full': signed in; the others name what is still due. */
export const SessionStage = z.enum(['none', 'details', 'enrol', 'second-factor', 'institution', 'full'])
export type SessionStage = z.infer<typeof SessionStage>

export const Workplace = z.object({ institutionId: z.int(), name: z.string(), displayName: z.string(), roles: z.array(StaffRole) })
export type Workplace = z.infer<typeof Workplace>

export const SessionState = z.object({
  stage: SessionStage,
  kind: z.enum(['patient', 'staff']).nullable(),
  /** Published codes and a visible outbox of messages. */
  demo: z.boolean(),
  language: Language.nullable(),
  /** 0 is ordinary; 1 to 4 are the steps of elder mode. */
  textSize: z.int().min(0).max(4),
  phoneMasked: z.string(),
  person: PersonSummary.nullable(),
  staff: Workplace.extend({ staffId: z.int(), username: z.string() }).nullable(),
  workplaces: z.array(Workplace),
})
export type SessionState = z.infer<typeof SessionState>

export const AskCode = z.object({ phone: MobilePhone })
/** The same for every phone, known or not. */
export const CodeAsked = z.object({ validSeconds: z.int(), askAgainSeconds: z.int() })
export type CodeAsked = z.infer<typeof CodeAsked>

export const SixDigits = z.string().trim().regex(/^\d{6}$/)
export const SignInWithCode = z.object({ phone: MobilePhone, code: SixDigits })
export const CompleteDetails = PersonDetails

export const SignInWithPassword = z.object({
  username: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
})
export const SecondFactor = z.object({ code: SixDigits })

/** For an authenticator app: a square to scan, and the same secret to type. */
export const Enrolment = z.object({ svg: z.string(), secret: z.string(), uri: z.string() })
export type Enrolment = z.infer<typeof Enrolment>

export const ChooseInstitution = z.object({ institutionId: z.int() })

export const SessionInList = z.object({
  familyId: z.uuid(),
  device: z.string(),
  since: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  isThis: z.boolean(),
})
export type SessionInList = z.infer<typeof SessionInList>

export const Preferences = z.object({ language: Language.optional(), textSize: z.int().min(0).max(4).optional() })

/** What the demonstration's authenticator shows now. */
export const DemoCode = z.object({ code: z.string(), secondsLeft: z.int() })
export type DemoCode = z.infer<typeof DemoCode>
