import { z } from 'zod'

const Instant = z.iso.datetime({ offset: true })

/**
 * What a machine keeps for when the server is away: of each document that is expected today a keyed hash, and beside it
 * where its holder is booked, readable only with that document's number. No name, no number, good for hours.
 */
export const ExpectedList = z.object({
  listId: z.uuid(),
  issuedAt: Instant,
  goodUntil: Instant,
  hashKey: z.string(),
  sealKey: z.string(),
  signKey: z.string(),
  entries: z.array(z.object({ h: z.string(), p: z.string() })),
})
export type ExpectedList = z.infer<typeof ExpectedList>

/** What stands behind a hash, once the document is shown. */
export const ExpectedVisit = z.object({
  visitId: z.uuid(), department: z.string(), departmentEn: z.string(), startsAt: Instant, endsAt: Instant, room: z.string(), where: z.string(),
})
export type ExpectedVisit = z.infer<typeof ExpectedVisit>

/** "I am here", taken by the machine alone. */
export const AwayEntry = z.object({
  /** Made by the machine; sent again, it is the same entry. */
  id: z.uuid(),
  /** The number of its paper: what the person holds until the real number follows. */
  paper: z.string().regex(/^[0-9A-Z]{2,4}-\d{1,5}$/),
  seq: z.int().min(0),
  listId: z.uuid(),
  listIssuedAt: Instant,
  takenAt: Instant,
  /** Which run of the machine took it, and how long after its start: a clock that is moved does not move this. */
  run: z.uuid(),
  runMs: z.number().min(0),
  /** The visit they chose, where the machine knew it. */
  visitId: z.uuid().nullable(),
  /** The document, sealed for the server: the machine itself cannot read it back. */
  sealed: z.string().max(400),
  signature: z.string().max(100),
})
export type AwayEntry = z.infer<typeof AwayEntry>

export const SendAway = z.object({ run: z.uuid(), runMs: z.number().min(0), entries: z.array(AwayEntry).min(1).max(100) })
export type SendAway = z.infer<typeof SendAway>

export const awayAnswers = ['merged', 'already', 'not-booked', 'not-known', 'cancelled', 'too-early', 'too-late', 'not-today', 'not-genuine', 'refused'] as const
export const AwayAnswerCode = z.enum(awayAnswers)
export type AwayAnswerCode = z.infer<typeof AwayAnswerCode>

export const AwayAnswer = z.object({ id: z.uuid(), answer: AwayAnswerCode, label: z.string() })
export type AwayAnswer = z.infer<typeof AwayAnswer>

/** One thing a machine took alone, as staff see it. */
export const AwayRow = z.object({
  id: z.uuid(), machine: z.string(), paper: z.string(), takenAt: Instant, receivedAt: Instant, clockMoved: z.boolean(), answer: AwayAnswerCode,
  /** What the sentence needs: which way and when they had checked in, from when it opens. */
  detail: z.record(z.string(), z.string()),
  nameMasked: z.string(), visitId: z.uuid().nullable(), label: z.string(), settledAt: Instant.nullable(), settledBy: z.string(), settledNote: z.string(),
})
export type AwayRow = z.infer<typeof AwayRow>
