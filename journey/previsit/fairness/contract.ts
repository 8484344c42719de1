import { z } from 'zod'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()

export const incidentKinds = ['no-show', 'late-cancel'] as const
export const IncidentKind = z.enum(incidentKinds)
export type IncidentKind = z.infer<typeof IncidentKind>

export const excuses = ['emergency', 'illness', 'transport', 'hospital', 'other'] as const
export const Excuse = z.enum(excuses)
export type Excuse = z.infer<typeof Excuse>

export const appealStates = ['asked', 'granted', 'declined', 'withdrawn'] as const

/** How misses are counted at one hospital, as a person reads it. */
export const CountRuleShown = z.object({
  kind: IncidentKind, count: z.int(), withinDays: z.int(), stopDays: z.array(z.int()), countFrom: z.enum(['first', 'last']),
})
export type CountRuleShown = z.infer<typeof CountRuleShown>

export const AppealShown = z.object({
  id: z.uuid(),
  reason: Excuse,
  said: z.string(),
  byStaff: z.boolean(),
  askedAt: Instant,
  answerBy: Day,
  state: z.enum(appealStates),
  answer: z.string(),
})
export type AppealShown = z.infer<typeof AppealShown>

export const IncidentShown = z.object({
  appointmentId: z.uuid(),
  kind: IncidentKind,
  happenedAt: Instant,
  startsAt: Instant,
  departmentName: z.string(),
  departmentNameEn: z.string(),
  practitionerName: z.string(),
  practitionerNameEn: z.string(),
  /** Counts towards a stop, or did lead to the one in force. */
  counts: z.boolean(),
  excuse: Excuse.nullable(),
  appeal: AppealShown.nullable(),
})
export type IncidentShown = z.infer<typeof IncidentShown>

export const RestrictionShown = z.object({
  id: z.uuid(),
  subjectKind: z.enum(['person', 'account', 'device']),
  reason: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  appeal: AppealShown.nullable(),
})
export type RestrictionShown = z.infer<typeof RestrictionShown>

/** Where one person stands at one hospital. */
export const StandingShown = z.object({
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  phone: z.string(),
  personId: z.uuid(),
  name: z.string(),
  /** How many count now, by kind, and how many are too many. */
  counts: z.array(z.object({ kind: IncidentKind, counted: z.int(), of: z.int() })),
  rules: z.array(CountRuleShown),
  incidents: z.array(IncidentShown),
  restrictions: z.array(RestrictionShown),
})
export type StandingShown = z.infer<typeof StandingShown>

export const AskAppeal = z.object({
  institutionId: Id,
  incidentId: z.uuid().optional(),
  restrictionId: z.uuid().optional(),
  reason: Excuse,
  said: z.string().trim().min(1).max(1000),
}).refine((asked) => (asked.incidentId === undefined) !== (asked.restrictionId === undefined), 'one incident or one restriction')
export type AskAppeal = z.infer<typeof AskAppeal>

export const DecideAppeal = z.object({ grant: z.boolean(), answer: z.string().trim().min(1).max(1000) })
export type DecideAppeal = z.infer<typeof DecideAppeal>

export const AppealInList = AppealShown.extend({
  personId: z.uuid(),
  nameMasked: z.string(),
  about: z.discriminatedUnion('kind', [
    z.object({ kind: IncidentKind, incidentId: z.uuid(), startsAt: Instant, happenedAt: Instant, departmentName: z.string(), departmentNameEn: z.string() }),
    z.object({ kind: z.literal('restriction'), restrictionId: z.uuid(), reason: z.string(), startsAt: Instant, endsAt: Instant }),
  ]),
  /** Other things that count on the same person at this hospital now. */
  alsoCounted: z.int(),
  overdue: z.boolean(),
  /** Who asked cannot answer. */
  askedByMe: z.boolean(),
})
export type AppealInList = z.infer<typeof AppealInList>

/** What counts on a person, for the desk that asks for an excuse. */
export const IncidentInList = z.object({
  appointmentId: z.uuid(), personId: z.uuid(), nameMasked: z.string(), kind: IncidentKind, startsAt: Instant, happenedAt: Instant,
  departmentName: z.string(), departmentNameEn: z.string(), excuse: Excuse.nullable(), asked: z.boolean(),
})
export type IncidentInList = z.infer<typeof IncidentInList>

export const Figures = z.object({
  noShows: z.int(), lateCancels: z.int(), excused: z.int(), warned: z.int(), restricted: z.int(),
  waiting: z.int(), overdue: z.int(), granted: z.int(), declined: z.int(), findingsOpen: z.int(),
})
export type Figures = z.infer<typeof Figures>

export {
  adviceKinds, Advice, Counter, Decision, decisionKinds, DecideFinding, FindingDetail, FindingInList, type FindingState, findingStates, type Grade, Helper, AddHelper, memberKinds, type MemberKind, Revealed,
  type ScalpingRule, SecondDecision, Signal, type SignalCode, signalCodes, type SignalRule, SpreadCase,
} from './contract-findings.ts'
