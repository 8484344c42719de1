import { z } from 'zod'
import { BoxCount } from '#journey/throughout/billing/contract.ts'

const Cents = z.int()

// Between the page and the broker.

/** What a note acceptor says happened. `escrow`: a note lies there and waits for a word. */
export const noteEvents = ['none', 'escrow', 'stacked', 'returned', 'rejected', 'jam', 'full', 'opened', 'closed', 'fraud', 'fault'] as const
export const NoteEvent = z.object({ what: z.enum(noteEvents), cents: Cents.min(0).max(100_000) })
export type NoteEvent = z.infer<typeof NoteEvent>

/** One look at the acceptor, numbered by the broker in the order of looking; what did not change keeps its number. */
export const NoteReading = z.object({
  seq: z.int().min(1),
  serial: z.string().max(40),
  /** Its own event counter: 1 to 255 and 1 again; 0 after a start. */
  counter: z.int().min(0).max(255),
  /** The last five, newest first. */
  events: z.array(NoteEvent).length(5),
  /** How many of each note, by its cents, it ever stacked; a power cut does not change that. Null: it does not count. */
  accepted: z.record(z.string().regex(/^\d{1,6}$/), z.int().min(0)).nullable(),
})
export type NoteReading = z.infer<typeof NoteReading>

export const NotesNow = z.object({
  reading: NoteReading.nullable(),
  escrow: z.object({ id: z.uuid(), cents: Cents }).nullable(),
  cash: z.enum(['none', 'ready', 'full', 'jam', 'opened', 'missing']),
})
export type NotesNow = z.infer<typeof NotesNow>

/** Notes are let in for five seconds at a time: a page that died takes nothing. */
export const LetIn = z.object({ on: z.boolean() })
export const RouteNote = z.object({ escrowId: z.uuid(), how: z.enum(['stack', 'return']) })
export type RouteNote = z.infer<typeof RouteNote>

// Between the page and the server.

export const StartCash = z.object({
  /** Absent: into the balance. */
  billId: z.uuid().optional(),
  expectedCents: Cents.min(0),
})
export type StartCash = z.infer<typeof StartCash>

/** Somebody's notes in this machine, as far as they are known to lie in the box. */
export const CashNow = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'finished']),
  /** What the bill is; null: all of it is for the balance. */
  dueCents: Cents.nullable(),
  inCents: Cents,
  notes: z.array(z.object({ cents: Cents, count: z.int() })),
  /** The machine was told to take one and has not said yet what became of it. */
  isMoving: z.boolean(),
  /** What nobody can say of: the box will tell when it is counted. */
  doubtCents: Cents,
  paidCents: Cents,
  putAsideCents: Cents,
}).meta({ id: 'CashAtKiosk' })
export type CashNow = z.infer<typeof CashNow>

export const OfferNote = z.object({ noteId: z.uuid(), /** The reading that showed it: it is told first. */ seq: z.int().min(1), cents: Cents.min(1).max(100_000), /** They were asked, and said that the rest may go into their balance. */ agreed: z.boolean().default(false) })
export type OfferNote = z.infer<typeof OfferNote>

/** stack: written down, take it · ask: more than is due, the person decides · wait: what became of the note before is not known yet. */
export const noteReasons = ['', 'enough', 'too-much', 'no-room', 'box-full', 'over', 'closed'] as const
export const NoteAnswer = z.object({ answer: z.enum(['stack', 'return', 'ask', 'wait']), reason: z.enum(noteReasons), surplusCents: Cents })
export type NoteAnswer = z.infer<typeof NoteAnswer>

export const HeardNotes = z.object({ seq: z.int(), cash: CashNow.nullable() })
export type HeardNotes = z.infer<typeof HeardNotes>

/** The boxes: those that wait to be counted first. */
export const KioskBoxes = z.object({ machines: z.array(z.object({ machine: z.string(), place: z.string(), notes: z.int(), isOut: z.boolean() })), counts: z.array(BoxCount) }).meta({ id: 'KioskBoxes' })
export type KioskBoxes = z.infer<typeof KioskBoxes>
