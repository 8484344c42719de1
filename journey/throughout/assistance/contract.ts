import { z } from 'zod'

export { cleanPatch, dots as dotsFor, drawnTags, isOwnSheet, maskDigits } from './mirror/vocabulary.ts'
export type { MirrorNode, Patch } from './mirror/vocabulary.ts'
export { pageOf, placeOf } from './mirror/places.ts'
export type { Place } from './mirror/places.ts'

const placeNames = ['open', 'look', 'health', 'hidden'] as const

export const HelperKind = z.enum(['staff', 'family', 'person'])
export type HelperKind = z.infer<typeof HelperKind>
export const SessionStatus = z.enum(['asked', 'joined', 'watching', 'ended'])
export type SessionStatus = z.infer<typeof SessionStatus>
export const EndReason = z.enum(['person', 'helper', 'declined', 'over', 'silence', 'replaced'])
export type EndReason = z.infer<typeof EndReason>

export const Proposal = z.object({
  id: z.uuid(),
  kind: z.enum(['press', 'fill']),
  target: z.int(),
  label: z.string(),
  value: z.string().nullable(),
  page: z.string(),
  proposedAt: z.iso.datetime(),
  outcome: z.enum(['confirmed', 'declined', 'impossible', 'lapsed']).nullable(),
})
export type Proposal = z.infer<typeof Proposal>

/** Help on the same page, as both sides see it. */
export const AssistSession = z.object({
  id: z.uuid(),
  status: SessionStatus,
  /** Which side you are. */
  role: z.enum(['person', 'helper']),
  /** Who is helped, masked. */
  personName: z.string(),
  /** Who helps; null until somebody came. */
  helper: z.object({ kind: HelperKind, name: z.string() }).nullable(),
  showsHealth: z.boolean(),
  place: z.enum(placeNames),
  sequence: z.int(),
  codeUntil: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  endReason: EndReason.nullable(),
  /** The question that waits for the person's answer. */
  openProposal: Proposal.nullable(),
  asOf: z.iso.datetime(),
})
export type AssistSession = z.infer<typeof AssistSession>

/** The code is shown this once. */
export const HelpAsked = z.object({ id: z.uuid(), code: z.string(), codeUntil: z.iso.datetime() })
export type HelpAsked = z.infer<typeof HelpAsked>

export const JoinByCode = z.object({ code: z.string().trim().regex(/^\d{6}$/) })
export const AnswerHelper = z.object({ accept: z.boolean(), showsHealth: z.boolean().default(false) })

const Node = z.object({
  k: z.int().min(0).max(1_000_000),
  p: z.int().min(0).max(1_000_000),
  t: z.string().max(16),
  x: z.string().max(2000).optional(),
  a: z.record(z.string().max(24), z.string().max(600)).optional(),
})

/** How the page lies on the patient's screen. */
export const View = z.object({
  title: z.string().max(120),
  width: z.int().min(200).max(4000),
  height: z.int().min(200).max(4000),
  scrollX: z.int().min(0).max(100_000),
  scrollY: z.int().min(0).max(1_000_000),
  mode: z.enum(['', 'elder']),
  size: z.enum(['', '1', '2', '3', '4']),
  language: z.enum(['zh-CN', 'en']),
  sheets: z.array(z.string().max(200)).max(60),
})
export type View = z.infer<typeof View>

export const SendFrame = z.object({
  sequence: z.int().min(1).max(1_000_000),
  path: z.string().max(300),
  /** Whole: everything before is forgotten. */
  whole: z.boolean(),
  view: View,
  patches: z.array(z.object({ nodes: z.array(Node).min(1).max(6000) })).max(200),
})
export type SendFrame = z.infer<typeof SendFrame>

export const Frame = SendFrame.extend({ path: z.string().max(40) })
export type Frame = z.infer<typeof Frame>
export const Frames = z.object({ session: AssistSession, frames: z.array(Frame) })
export type Frames = z.infer<typeof Frames>

export const PointAt = z.object({ target: z.int().min(0).max(1_000_000) })
export const Propose = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('press'), target: z.int().min(0).max(1_000_000), label: z.string().trim().max(80) }),
  z.object({ kind: z.literal('fill'), target: z.int().min(0).max(1_000_000), label: z.string().trim().max(80), value: z.string().min(1).max(200) }),
])
export type Propose = z.infer<typeof Propose>

export const Outcome = z.enum(['confirmed', 'declined', 'impossible'])
export const AnswerProposal = z.object({ outcome: Outcome })
/** Who helped, when, and what came of each proposal: for the person's own list. */
export const PastHelp = z.object({
  id: z.uuid(),
  askedAt: z.iso.datetime(),
  helper: z.object({ kind: HelperKind, name: z.string() }).nullable(),
  agreedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endReason: EndReason.nullable(),
  showedHealth: z.boolean(),
  proposals: z.array(Proposal),
})
export type PastHelp = z.infer<typeof PastHelp>
export const PastHelpList = z.array(PastHelp)
export const CurrentHelp = z.object({ session: AssistSession.nullable() })
