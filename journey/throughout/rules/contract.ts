import { z } from 'zod'
import type { SetBy } from '#platform/rules/declare.ts'

const Day = z.iso.date()

/** One part of a rule's value as a page shows and asks for it. An empty path: the value is nothing but this. json: what lies too deep for fields. */
const Part = z.object({
  path: z.array(z.string()),
  kind: z.enum(['number', 'time', 'end-of-day', 'day', 'yes-no', 'choice', 'choices', 'weekdays', 'numbers', 'texts', 'text', 'rows', 'json']),
  unit: z.string(),
  whole: z.boolean(),
  /** Of a number; of choices and weekdays: how many at least. */
  least: z.number().nullable(),
  most: z.number().nullable(),
  choices: z.array(z.string()),
  /** It may be left out. */
  optional: z.boolean(),
  /** Left out, and not asked for, where this other part of its row is yes. */
  unless: z.string().nullable(),
})
export type RulePart = z.infer<typeof Part>

/** `columns`: of rows. */
export const RuleField = Part.extend({ columns: z.array(Part) })
export type RuleField = z.infer<typeof RuleField>

const setBy = ['institution', 'region', 'product'] as const satisfies readonly SetBy[]

export const RuleVersion = z.object({
  version: z.int(),
  own: z.boolean(),
  validFrom: Day,
  /** Null: from this day on what holds in the region holds here too. */
  value: z.unknown(),
  source: z.string(),
  /** Somebody held it against the paper it rests on, or decided it here. */
  verified: z.boolean(),
  publishedAt: z.iso.datetime().nullable(),
  publishedBy: z.string(),
  /** Who proposed what somebody else then published. */
  proposedBy: z.string(),
})
export type RuleVersion = z.infer<typeof RuleVersion>

export const RuleNow = z.object({
  code: z.string(),
  setBy: z.enum(setBy),
  /** The page of the workbench where it is changed, when it has one of its own. */
  page: z.string().nullable(),
  mayChange: z.boolean(),
  /** 2: it is proposed, and somebody else agrees. */
  approvals: z.union([z.literal(1), z.literal(2)]),
  fields: z.array(RuleField),
  now: RuleVersion,
  /** Own versions that begin later, the nearest first. */
  planned: z.array(RuleVersion),
  /** The last version of this institution's own; 0 where it has none. What is published says which one it saw. */
  last: z.int(),
})
export type RuleNow = z.infer<typeof RuleNow>

export const RulesNow = z.object({ institutionId: z.int(), isRegion: z.boolean(), today: Day, rules: z.array(RuleNow) })
export type RulesNow = z.infer<typeof RulesNow>

export const proposalStates = ['waiting', 'published', 'declined', 'withdrawn', 'expired'] as const

/** A change that waits for a second person, or what became of it. */
export const RuleProposal = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(proposalStates),
  validFrom: Day,
  value: z.unknown(),
  source: z.string(),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string(),
  isMine: z.boolean(),
  /** Whether whoever reads may agree to it or decline it. */
  mayDecide: z.boolean(),
  /** Of one that waits: what it would change now. Null when it can no longer take effect as it is. */
  effect: z.lazy(() => RulePreview).nullable(),
})
export type RuleProposal = z.infer<typeof RuleProposal>

/** What waits, the oldest first, and what was decided in the last days, the latest first. */
export const RuleProposals = z.object({ waiting: z.array(RuleProposal), decided: z.array(RuleProposal) })
export type RuleProposals = z.infer<typeof RuleProposals>

export const DeclineProposal = z.object({ note: z.string().trim().min(2).max(300) })
export type DeclineProposal = z.infer<typeof DeclineProposal>

export const RuleHistory = z.object({ code: z.string(), versions: z.array(RuleVersion) })
export type RuleHistory = z.infer<typeof RuleHistory>

/** `value` null: back to what holds in the region. */
export const ProposedRule = z.object({ validFrom: Day, value: z.unknown() })
export type ProposedRule = z.infer<typeof ProposedRule>

export const RuleChange = z.object({ path: z.array(z.string()), before: z.unknown(), after: z.unknown() })
export type RuleChange = z.infer<typeof RuleChange>

export const RulePreview = z.object({
  validFrom: Day,
  /** The day on which another version that is planned already takes over; null: none is. */
  until: Day.nullable(),
  /** Part by part; empty where the same stays, from then on as our own. */
  changes: z.array(RuleChange),
})
export type RulePreview = z.infer<typeof RulePreview>

export const PublishRule = ProposedRule.extend({
  /** What it rests on: who decided it, in which paper. */
  source: z.string().trim().min(4).max(300),
  /** `last` as it was read. */
  after: z.int().min(0),
})
export type PublishRule = z.infer<typeof PublishRule>

/** What is wrong with a value, part by part. */
export interface RuleFault {
  readonly path: string
  readonly why: 'too-small' | 'too-big' | 'not-possible'
}
