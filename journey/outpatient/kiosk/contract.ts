import { z } from 'zod'
import { BillStatus, channelNames, Payment, ReceiptSummary } from '#journey/throughout/billing/contract.ts'
import { FindPerson } from '#journey/throughout/people/contract.ts'
import { PoolCode } from '#engines/capacity/contract.ts'

export * from './away-contract.ts'
export * from './fleet-contract.ts'
export * from './broker-contract.ts'
export * from './cash-contract.ts'

const Instant = z.iso.datetime({ offset: true })
const Words = { name: z.string(), nameEn: z.string() }
const Cents = z.int()

export const SetUpMachine = z.object({ machine: z.string().trim().min(1).max(40), place: z.string().trim().max(60).default('') })
export const KioskPass = z.object({ pass: z.string(), path: z.string(), institutionId: z.int() })
export type KioskPass = z.infer<typeof KioskPass>

/** What a machine hears when it says that it is there. */
export const KioskHere = z.object({
  institutionId: z.int(),
  machine: z.string(),
  place: z.string(),
  institution: z.object({ ...Words, address: z.string(), phone: z.string() }),
  inService: z.boolean(),
  message: z.string(),
  messageEn: z.string(),
  /** Where the machine's own devices answer. */
  broker: z.string(),
  departments: z.array(z.object({ id: z.int(), ...Words, building: z.string(), floor: z.string(), placeEn: z.string(), hasClinics: z.boolean() })),
  now: Instant,
})
export type KioskHere = z.infer<typeof KioskHere>

export const KioskIdentify = z.discriminatedUnion('by', [FindPerson.options[0], FindPerson.options[1], FindPerson.options[2]])
export type KioskIdentify = z.infer<typeof KioskIdentify>

/** Who stands at the machine, as far as a passer-by may read over their shoulder. */
export const KioskPerson = z.object({
  /** Ends seconds after the last touch, at this machine only. */
  session: z.string(),
  nameMasked: z.string(),
  visits: z.array(
    z.object({
      visitId: z.uuid(),
      department: z.object(Words),
      practitioner: z.object(Words).nullable(),
      startsAt: Instant,
      endsAt: Instant,
      room: z.string(),
      state: z.enum(['open', 'too-early', 'too-late', 'done', 'not-today', 'closed']),
      opensAt: Instant,
      label: z.string().nullable(),
    }),
  ),
})
export type KioskPerson = z.infer<typeof KioskPerson>

export const KioskFound = z.object({ persons: z.array(KioskPerson) }).meta({ id: 'KioskFound' })
export type KioskFound = z.infer<typeof KioskFound>

/** The walk to the room, as it is said and printed. */
export const TicketWay = z.object({
  /** From the machine itself; else from the main entrance. */
  fromMachine: z.boolean(),
  building: z.string(),
  floor: z.string(),
  minutes: z.int(),
  turns: z.array(z.object({ text: z.string(), textEn: z.string() })),
})
export type TicketWay = z.infer<typeof TicketWay>

export const KioskTicket = z.object({
  visitId: z.uuid(),
  label: z.string(),
  already: z.boolean(),
  nameMasked: z.string(),
  institutionName: z.string(),
  department: z.object(Words),
  practitioner: z.object(Words).nullable(),
  building: z.string(),
  floor: z.string(),
  zone: z.string(),
  placeEn: z.string(),
  room: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  checkedInAt: Instant,
  ahead: z.int().nullable(),
  fromMinutes: z.int().nullable(),
  toMinutes: z.int().nullable(),
  sure: z.boolean(),
  /** Null where no plan knows the room. */
  way: TicketWay.nullable(),
}).meta({ id: 'KioskTicket' })
export type KioskTicket = z.infer<typeof KioskTicket>

export const BookAtKiosk = z.object({ periodId: z.int().positive(), pool: PoolCode.default('public') })
export type BookAtKiosk = z.infer<typeof BookAtKiosk>

/** Booked; for a time of now the number comes with it. */
export const BookedAtKiosk = z.object({
  visitId: z.uuid(),
  day: z.iso.date(),
  startsAt: Instant,
  endsAt: Instant,
  department: z.object(Words),
  practitioner: z.object(Words).nullable(),
  room: z.string(),
  feeCents: Cents,
  opensAt: Instant,
  ticket: KioskTicket.nullable(),
}).meta({ id: 'BookedAtKiosk' })
export type BookedAtKiosk = z.infer<typeof BookedAtKiosk>

/** What somebody may ask the machine about themselves: no more than a line each. */
export const KioskOverview = z.object({
  nameMasked: z.string(),
  appointments: z.array(z.object({
    visitId: z.uuid(), department: z.object(Words), practitioner: z.object(Words).nullable(), startsAt: Instant, endsAt: Instant, room: z.string(), status: z.string(),
    label: z.string().nullable(), ahead: z.int().nullable(), fromMinutes: z.int().nullable(), toMinutes: z.int().nullable(),
  })),
  dueCents: Cents,
}).meta({ id: 'KioskOverview' })
export type KioskOverview = z.infer<typeof KioskOverview>

export const KioskPrice = z.object({ code: z.string(), ...Words, unit: z.string(), cents: Cents })
export type KioskPrice = z.infer<typeof KioskPrice>

/** What there is of somebody to be printed: receipts of paid bills, what the doctor wrote, tickets of today. */
export const paperKinds = ['ticket', 'receipt', 'report', 'cash'] as const
export const Printable = z.object({ kind: z.enum(['ticket', 'receipt', 'report']), visitId: z.uuid(), title: z.string(), titleEn: z.string(), at: Instant })
export type Printable = z.infer<typeof Printable>

/** Of cash it is the slip of what was put in; its id takes the place of the visit's. */
export const AskPrint = z.object({ kind: z.enum(paperKinds), visitId: z.uuid() })
export type AskPrint = z.infer<typeof AskPrint>

export const PrintJob = z.object({ jobId: z.uuid(), title: z.string(), pdf: z.string() })
export type PrintJob = z.infer<typeof PrintJob>

export const jobStates = ['asked', 'printing', 'printed', 'paper-out', 'jam', 'given-up'] as const
export const JobState = z.enum(jobStates)
export type JobState = z.infer<typeof JobState>

// Paying at the machine.
/** A bill as a machine in the hall shows it to whoever stands there: no more than they need to pay it. */
export const KioskBill = z.object({
  id: z.uuid(),
  title: z.string(),
  status: BillStatus,
  dueCents: Cents,
  dueItems: z.array(z.object({ name: z.string(), nameEn: z.string(), selfCents: Cents })),
  /** A payment that is under way, here or on a phone. */
  open: Payment.nullable(),
  receipts: z.array(ReceiptSummary),
})
export type KioskBill = z.infer<typeof KioskBill>

export const KioskBills = z.object({
  nameMasked: z.string(),
  bills: z.array(KioskBill),
  /** What can be used at this machine. */
  channels: z.array(z.enum(channelNames)),
})
export type KioskBills = z.infer<typeof KioskBills>

export const KioskStart = z.object({ billId: z.uuid(), channel: z.enum([...channelNames, 'none']), expectedCents: Cents.min(0) })
export type KioskStart = z.infer<typeof KioskStart>

export const KioskTopUp = z.object({ cents: Cents.min(1).max(1_000_000), channel: z.enum(channelNames) })
export type KioskTopUp = z.infer<typeof KioskTopUp>

/** A receipt as it is printed on a machine's narrow paper. */
export const PaperReceipt = ReceiptSummary.extend({
  payer: z.string(),
  channel: z.string(),
  inWords: z.string(),
  lines: z.array(z.object({ name: z.string(), quantity: z.number(), totalCents: Cents, insuranceCents: Cents, selfCents: Cents })),
  /** What the code on it leads to. */
  verifyUrl: z.string(),
})
export type PaperReceipt = z.infer<typeof PaperReceipt>
