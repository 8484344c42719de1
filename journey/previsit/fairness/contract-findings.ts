import { z } from 'zod'
import { MobilePhone } from '#journey/throughout/people/contract.ts'

const Instant = z.iso.datetime({ offset: true })

/** What may point to somebody who books places to sell them on. None of them alone says so. */
export const signalCodes = [
  'accounts-on-device', 'strangers-of-account', 'people', 'seconds-after-release', 'machine-rhythm', 'cancel-pass', 'handed-back', 'refused-attempts',
  'payer-of-others', 'departments',
] as const
export type SignalCode = (typeof signalCodes)[number]

export interface SignalRule {
  /** Up to here it says nothing. */
  readonly above: number
  /** Points for each one more, … */
  readonly each: number
  /** … at most. */
  readonly most: number
  readonly seconds?: number | undefined
}

/** The weights, a row of platform.rule: published, and kept with each finding as they stood. */
export interface ScalpingRule {
  readonly windowDays: number
  /** From this score a person is asked to look. */
  readonly openAt: number
  /** From this score the advice is to restrict; below it, to watch. */
  readonly restrictAt: number
  /** What was decided comes back only when it grows by this. */
  readonly reopenAfterRise: number
  readonly signals: Readonly<Record<SignalCode, SignalRule>>
  readonly counter: {
    readonly came: { readonly above: number; readonly points: number }
    readonly family: { readonly above: number; readonly points: number }
    readonly helper: { readonly points: number }
  }
}

export interface Grade {
  readonly code: string
  readonly days: number
  /** A second person must confirm it. */
  readonly second: boolean
}

export const memberKinds = ['account', 'device', 'phone', 'person', 'payer'] as const
export const MemberKind = z.enum(memberKinds)
export type MemberKind = z.infer<typeof MemberKind>

export const Signal = z.object({
  code: z.enum(signalCodes),
  /** What was counted, and up to how many say nothing. */
  value: z.number(),
  limit: z.number(),
  points: z.number(),
  /** Appointments it rests on, the first few. */
  evidence: z.array(z.uuid()),
})
export type Signal = z.infer<typeof Signal>

export const Counter = z.object({ code: z.enum(['came', 'family', 'helper']), value: z.number(), points: z.number() })
export type Counter = z.infer<typeof Counter>

export const adviceKinds = ['dismiss', 'watch', 'restrict'] as const
export const Advice = z.enum(adviceKinds)
export type Advice = z.infer<typeof Advice>

export const findingStates = ['open', 'watched', 'dismissed', 'proposed', 'restricted', 'referred'] as const
export const FindingState = z.enum(findingStates)
export type FindingState = z.infer<typeof FindingState>

export const FindingInList = z.object({
  id: z.uuid(), state: FindingState, score: z.int(), advice: Advice, openedAt: Instant, changedAt: Instant,
  accounts: z.int(), devices: z.int(), persons: z.int(), bookings: z.int(), strongest: z.array(z.enum(signalCodes)),
  /** The group also booked elsewhere: how much, and what all of it adds up to. */
  elsewhere: z.object({ hospitals: z.int(), bookings: z.int(), score: z.int() }).nullable(),
})
export type FindingInList = z.infer<typeof FindingInList>

/** A group over several hospitals, as the region's office sees it. */
export const SpreadCase = z.object({
  id: z.uuid(), score: z.int(), advice: Advice, openedAt: Instant, changedAt: Instant, bookings: z.int(), accounts: z.int(), devices: z.int(),
  signals: z.array(Signal), counter: z.array(Counter),
  hospitals: z.array(z.object({ institutionId: z.int(), bookings: z.int(), name: z.string(), nameEn: z.string() })),
})
export type SpreadCase = z.infer<typeof SpreadCase>

export const decisionKinds = ['dismiss', 'watch', 'restrict', 'refer', 'reopen'] as const
export const Decision = z.object({
  id: z.uuid(), kind: z.enum(decisionKinds), grade: z.string().nullable(), reason: z.string(), decidedBy: z.string(), decidedAt: Instant,
  state: z.enum(['in-force', 'proposed', 'declined']), secondedBy: z.string().nullable(), secondedAt: Instant.nullable(), byMe: z.boolean(),
  subjects: z.array(z.object({ kind: z.enum(['account', 'device']), subject: z.string() })),
})
export type Decision = z.infer<typeof Decision>

export const FindingDetail = FindingInList.extend({
  windowDays: z.int(),
  openAt: z.int(),
  restrictAt: z.int(),
  signals: z.array(Signal),
  counter: z.array(Counter),
  /** Everything that hangs together; a person by a masked name, the others by a short mark. */
  nodes: z.array(z.object({
    kind: MemberKind, subject: z.string(), label: z.string(), bookings: z.int(),
    /** An account or device on which the evidence itself rests, in at least two ways. */
    carries: z.boolean(),
  })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), weight: z.int(), kind: z.enum(['books', 'uses', 'pays', 'passes']) })),
  timeline: z.array(z.object({
    appointmentId: z.uuid(), at: Instant, account: z.string(), device: z.string().nullable(), person: z.string(), departmentId: z.int(), departmentName: z.string(),
    departmentNameEn: z.string(), secondsAfterRelease: z.number().nullable(), status: z.string(), endedAt: Instant.nullable(), related: z.boolean(), passedTo: z.uuid().nullable(),
  })),
  decisions: z.array(Decision),
  grades: z.array(z.object({ code: z.string(), days: z.int(), second: z.boolean() })),
})
export type FindingDetail = z.infer<typeof FindingDetail>

export const DecideFinding = z.object({
  kind: z.enum(['dismiss', 'watch', 'restrict', 'refer', 'reopen']),
  reason: z.string().trim().min(1).max(1000),
  grade: z.string().max(40).optional(),
  subjects: z.array(z.object({ kind: z.enum(['account', 'device']), subject: z.string().max(80) })).max(200).default([]),
  /** As the reviewer saw it: when somebody decided meanwhile, this is refused. */
  seenState: FindingState,
}).refine((asked) => asked.kind !== 'restrict' || (asked.grade !== undefined && asked.subjects.length > 0), 'a grade and at least one account or device')
export type DecideFinding = z.infer<typeof DecideFinding>

/** Who somebody is, for a person who must know it to judge. */
export const Revealed = z.object({ name: z.string(), age: z.int(), phoneMasked: z.string() })
export type Revealed = z.infer<typeof Revealed>

export const SecondDecision = z.object({ confirm: z.boolean() })

export const AddHelper = z.object({
  phone: MobilePhone,
  organisation: z.string().trim().min(1).max(100),
  note: z.string().trim().max(300).default(''),
  until: z.iso.date(),
})
export type AddHelper = z.infer<typeof AddHelper>

export const Helper = z.object({ id: z.uuid(), phoneMasked: z.string(), organisation: z.string(), note: z.string(), addedAt: Instant, until: z.iso.date() })
export type Helper = z.infer<typeof Helper>
