import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'

const Instant = z.iso.datetime({ offset: true })

/** A department that takes people without a booking today: from when to when, and what there was when it was asked. */
export const WalkInDepartment = z.object({
  departmentId: z.int(), name: z.string(), nameEn: z.string(), where: z.string(), from: Instant, until: Instant,
  /** Units of now that were free. */
  left: z.int(),
  /** The least that is asked there; nothing dearer is taken for whoever is told so. */
  feeCents: z.int().nullable(),
})
export type WalkInDepartment = z.infer<typeof WalkInDepartment>

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
  /** Where somebody without a booking could be taken, as it was when the list was given. */
  walkIn: z.array(WalkInDepartment),
  /** The numbers of this machine's papers: what they begin with, no other machine's here, and the last that came in from it. */
  papers: z.object({ series: z.string().regex(/^K\d{1,3}$/), last: z.int().min(0) }),
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
  /** Without a booking: the department they want to be seen in, and what they were told it costs. */
  walkIn: z.object({ departmentId: z.int(), feeCents: z.int().min(0).nullable() }).nullable().default(null),
  /** The document, sealed for the server: the machine itself cannot read it back. */
  sealed: z.string().max(400),
  signature: z.string().max(100),
})
export type AwayEntry = z.infer<typeof AwayEntry>

/** What of an entry is signed, as the machine's page and the server both write it. */
export function signedText({ walkIn, ...entry }: Omit<AwayEntry, 'signature'>): string {
  const line = [entry.id, entry.paper, entry.seq, entry.listId, entry.listIssuedAt, entry.takenAt, entry.run, entry.runMs, entry.visitId ?? '', entry.sealed]
  return [...line, ...(walkIn ? [walkIn.departmentId, walkIn.feeCents ?? ''] : [])].join('|')
}

export const SendAway = z.object({ run: z.uuid(), runMs: z.number().min(0), entries: z.array(AwayEntry).min(1).max(100) })
export type SendAway = z.infer<typeof SendAway>

/** Received: kept, and answered once what other machines took before it has come too. Booked: for a time that cannot be checked in for yet. */
export const awayAnswers = ['received', 'merged', 'already', 'booked', 'full', 'department-closed', 'long-ago', 'not-booked', 'not-known', 'cancelled', 'too-early', 'too-late', 'not-today', 'not-genuine', 'refused'] as const
export const AwayAnswerCode = z.enum(awayAnswers)
export type AwayAnswerCode = z.infer<typeof AwayAnswerCode>

export const AwayAnswer = z.object({ id: z.uuid(), answer: AwayAnswerCode, label: z.string() })
export type AwayAnswer = z.infer<typeof AwayAnswer>

/** What needs nobody any more. */
export const doneAnswers: readonly AwayAnswerCode[] = ['received', 'merged', 'already', 'booked']
/** What can be asked for once more, with the place they came for: units were added, the person was entered, the clinic is open again. */
export const againAnswers: readonly AwayAnswerCode[] = ['not-known', 'full', 'department-closed', 'long-ago', 'refused']

/** Once more as it was taken, or by the time that was offered beside the answer, after asking the person. */
export const RetryAway = z.object({ what: z.enum(['again', 'offered']) })
export type RetryAway = z.infer<typeof RetryAway>

/** The number of a paper and the number in line that it became. */
export const NewNumber = z.object({ paper: z.string(), label: z.string(), until: Instant })
export type NewNumber = z.infer<typeof NewNumber>

/** A time that is free where none was of now. */
export const OfferedTime = z.object({
  periodId: z.int(), pool: PoolCode, startsAt: Instant, service: z.string(), serviceEn: z.string(), feeCents: z.int().nullable(),
})
export type OfferedTime = z.infer<typeof OfferedTime>

/** One thing a machine took alone, as staff see it. */
export const AwayRow = z.object({
  id: z.uuid(), machine: z.string(), paper: z.string(), takenAt: Instant, receivedAt: Instant, clockMoved: z.boolean(), answer: AwayAnswerCode,
  /** What the sentence needs: which way and when they had checked in, from when it opens. */
  detail: z.record(z.string(), z.string()),
  /** Where they want to be seen without a booking. */
  department: z.object({ name: z.string(), nameEn: z.string() }).nullable(),
  offered: OfferedTime.nullable(),
  canRetry: z.boolean(),
  nameMasked: z.string(), visitId: z.uuid().nullable(), label: z.string(), settledAt: Instant.nullable(), settledBy: z.string(), settledNote: z.string(),
})
export type AwayRow = z.infer<typeof AwayRow>
