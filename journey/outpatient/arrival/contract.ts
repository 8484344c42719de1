import { z } from 'zod'
import { LineEntry, PlaceInLine, ServicePoint, ticketStatuses } from '#engines/queue/contract.ts'
import { PoolCode } from '#engines/capacity/contract.ts'
import { FoundPerson } from '#journey/throughout/people/contract.ts'

export type { LineEntry, PlaceInLine, ServicePoint, WaitRange } from '#engines/queue/contract.ts'

const Instant = z.iso.datetime({ offset: true })

export const visitStatuses = ['waiting', 'in-consultation', 'finished', 'left'] as const
export const VisitStatus = z.enum(visitStatuses)
export type VisitStatus = z.infer<typeof VisitStatus>

export const checkInWays = ['campus-code', 'location', 'desk', 'kiosk'] as const
export const CheckInWay = z.enum(checkInWays)
export type CheckInWay = z.infer<typeof CheckInWay>

/** What shows that the patient is here. At a desk a member of staff sees them. */
export const SelfProof = z.discriminatedUnion('by', [
  z.object({ by: z.literal('campus-code'), code: z.string().trim().min(2).max(200) }),
  z.object({
    by: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    accuracyMetres: z.number().min(0).max(1_000_000).default(0),
  }),
])
export type SelfProof = z.infer<typeof SelfProof>
export type Proof = SelfProof | { readonly by: 'desk' } | { readonly by: 'kiosk' }

export const CheckIn = z.object({ institutionId: z.int(), appointmentId: z.uuid(), proof: SelfProof })
export type CheckIn = z.infer<typeof CheckIn>

const Words = { name: z.string(), nameEn: z.string() }

export const CheckedIn = z.object({
  institutionId: z.int(),
  visitId: z.uuid(),
  ticketId: z.uuid(),
  label: z.string(),
  /** True when the patient had checked in before: nothing changed. */
  already: z.boolean(),
  checkedInAt: Instant,
  place: PlaceInLine,
}).meta({ id: 'CheckedIn' })
export type CheckedIn = z.infer<typeof CheckedIn>

export const VisitDay = z.object({
  institutionId: z.int(),
  visitId: z.uuid(),
  personId: z.uuid(),
  personName: z.string(),
  institution: z.object({ ...Words, address: z.string() }),
  department: z.object(Words),
  practitioner: z.object({ ...Words, title: z.string() }).nullable(),
  service: z.object(Words),
  startsAt: Instant,
  endsAt: Instant,
  building: z.string(),
  floor: z.string(),
  zone: z.string(),
  /** Building, floor and zone in English; empty: as the signs say it. */
  placeEn: z.string(),
  room: z.string(),
  appointmentStatus: z.string(),
  checkIn: z.object({
    state: z.enum(['open', 'too-early', 'too-late', 'done', 'not-today', 'closed']),
    opensAt: Instant,
    closesAt: Instant,
    doneAt: Instant.nullable(),
    withinMetres: z.int(),
  }),
  visitStatus: VisitStatus.nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  place: PlaceInLine.nullable(),
  /** The published rule on being late, with this visit's own times. */
  late: z.object({ onTimeUntil: Instant, thenBehind: Instant, missedBehind: Instant }),
  asOf: Instant,
}).meta({ id: 'VisitDay' })
export type VisitDay = z.infer<typeof VisitDay>

/** What the staff of a hall need to know of a patient to find and place them. */
export const PatientInLine = z.object({
  personId: z.uuid(),
  visitId: z.uuid(),
  name: z.string(),
  sex: z.string(),
  age: z.int(),
  practitionerId: z.int().nullable(),
  departmentId: z.int(),
  startsAt: Instant,
  endsAt: Instant,
  checkedInAt: Instant.nullable(),
  visitStatus: VisitStatus.nullable(),
})
export type PatientInLine = z.infer<typeof PatientInLine>

export const LinePatient = LineEntry.extend({ patient: PatientInLine.nullable() })
export type LinePatient = z.infer<typeof LinePatient>

export const RoomNow = ServicePoint.extend({
  waitingCount: z.int(),
  /** Middle of the recent times of service; null below five. */
  usualSeconds: z.int().nullable(),
  current: LinePatient.nullable(),
})
export type RoomNow = z.infer<typeof RoomNow>

export const ZoneListed = z.object({ zoneId: z.string(), ...Words, boardPath: z.string() })
export type ZoneListed = z.infer<typeof ZoneListed>

export const QueueNow = z.object({
  queueId: z.int(),
  subject: z.string(),
  prefix: z.string(),
  ...Words,
  /** Until when nobody new is taken, and why; null while it is open. */
  closedUntil: Instant.nullable(),
  closedReason: z.string(),
  entries: z.array(LinePatient),
})
export type QueueNow = z.infer<typeof QueueNow>

/** One waiting zone as its nurses see it. */
export const ZoneNow = z.object({
  institutionId: z.int(),
  zoneId: z.string(),
  ...Words,
  boardPath: z.string(),
  rooms: z.array(RoomNow),
  queues: z.array(QueueNow),
  /** Booked for today and not here yet. */
  expected: z.array(PatientInLine),
  asOf: Instant,
}).meta({ id: 'ZoneNow' })
export type ZoneNow = z.infer<typeof ZoneNow>

export const MyRoom = z.object({
  room: RoomNow.nullable(),
  /** Rooms the doctor may sit down in. */
  choices: z.array(ServicePoint),
  queues: z.array(z.object({ queueId: z.int(), ...Words, subject: z.string(), served: z.boolean() })),
  entries: z.array(LinePatient),
  asOf: Instant,
}).meta({ id: 'MyRoom' })
export type MyRoom = z.infer<typeof MyRoom>

export const ChooseRoom = z.object({
  /** A room known here, or the name on the door. */
  pointId: z.int().optional(),
  name: z.string().trim().min(1).max(40).optional(),
  queueIds: z.array(z.int()).max(20).optional(),
})
export type ChooseRoom = z.infer<typeof ChooseRoom>

/** The groups a nurse may move forward; how far is in the published rule. */
export const priorityGroups = ['', 'elder-80', 'disabled', 'service-member', 'urgent'] as const

export const LineVerb = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('recall') }),
  z.object({ verb: z.literal('pass') }),
  z.object({ verb: z.literal('rejoin') }),
  z.object({ verb: z.literal('park'), reason: z.string().trim().min(1).max(100) }),
  z.object({ verb: z.literal('return') }),
  z.object({ verb: z.literal('start') }),
  z.object({ verb: z.literal('finish') }),
  z.object({ verb: z.literal('leave'), reason: z.string().trim().min(1).max(100) }),
  z.object({ verb: z.literal('prioritise'), group: z.enum(priorityGroups), reason: z.string().trim().max(100).default('') }),
  z.object({ verb: z.literal('transfer'), toQueueId: z.int(), reason: z.string().trim().min(1).max(100) }),
  z.object({ verb: z.literal('call'), pointId: z.int(), reason: z.string().trim().max(100).default('') }),
  z.object({ verb: z.literal('urgent'), reason: z.string().trim().min(2).max(100) }),
  z.object({ verb: z.literal('merge'), otherVisitId: z.uuid(), reason: z.string().trim().min(1).max(100) }),
  z.object({ verb: z.literal('undo'), version: z.int() }),
])
export type LineVerb = z.infer<typeof LineVerb>

/** What a verb did: enough to show it, and to take it back. */
export const VerbDone = z.object({
  visitId: z.uuid(),
  ticketId: z.uuid(),
  label: z.string(),
  status: z.enum(ticketStatuses),
  version: z.int(),
  pointId: z.int().nullable(),
  callCount: z.int(),
  personId: z.uuid(),
}).meta({ id: 'VerbDone' })
export type VerbDone = z.infer<typeof VerbDone>

export const Lateness = z.object({ until: Instant.nullable(), reason: z.string().trim().max(60).default('') })

export const WalkIn = z.object({ personId: z.uuid(), periodId: z.int(), pool: PoolCode.default('on-site') })
export type WalkIn = z.infer<typeof WalkIn>

/** What a desk finds of the person before it: masked until there is a reason to see more. */
export const DeskFound = z.object({
  persons: z.array(
    FoundPerson.extend({
      visits: z.array(
        z.object({
          visitId: z.uuid(),
          status: z.string(),
          state: z.enum(['open', 'too-early', 'too-late', 'done', 'not-today', 'closed']),
          department: z.object(Words),
          practitioner: z.object(Words).nullable(),
          startsAt: Instant,
          endsAt: Instant,
          room: z.string(),
          label: z.string().nullable(),
        }),
      ),
    }),
  ),
}).meta({ id: 'DeskFound' })
export type DeskFound = z.infer<typeof DeskFound>

/** How honest the waits of one day and department were. */
export const HonestWaits = z.object({
  fromDay: z.iso.date(),
  toDay: z.iso.date(),
  departments: z.array(z.object({
    departmentId: z.int(),
    ...Words,
    promises: z.int(),
    inside: z.int(),
    earlier: z.int(),
    later: z.int(),
    toldToComeBack: z.int(),
    calledBefore: z.int(),
    medianWait: z.number(),
    medianWidth: z.number(),
  })),
  days: z.array(z.object({ day: z.iso.date(), promises: z.int(), inside: z.int() })),
  /** By how much figures are moved and widened now; null before anything was learned. */
  correction: z.object({ pace: z.number(), spread: z.number(), samples: z.int(), learnedAt: Instant }).nullable(),
}).meta({ id: 'HonestWaits' })
export type HonestWaits = z.infer<typeof HonestWaits>
