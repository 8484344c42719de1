import { z } from 'zod'
import { LineEntry, PlaceInLine, RuleOfOrder, RuleVersion, ServicePoint, ticketStatuses } from '#engines/queue/contract.ts'

export type { PlaceInLine, RuleOfOrder, RulePreview, ServicePoint } from '#engines/queue/contract.ts'

export const stationKinds = ['laboratory', 'examination', 'pharmacy', 'window', 'rehabilitation', 'treatment'] as const
export const StationKind = z.enum(stationKinds)
export type StationKind = z.infer<typeof StationKind>

export const stopStatuses = ['planned', 'needs-payment', 'ready', 'waiting', 'serving', 'awaiting-result', 'done', 'left'] as const
export const StopStatus = z.enum(stopStatuses)
export type StopStatus = z.infer<typeof StopStatus>

/** One stop of a visit at one station: where to go, for what, and how far it has got. */
export const Stop = z.object({
  institutionId: z.int(),
  id: z.uuid(),
  visitId: z.uuid(),
  personId: z.uuid(),
  stationId: z.int(),
  kind: StationKind,
  name: z.string(),
  nameEn: z.string(),
  building: z.string(),
  floor: z.string(),
  placeEn: z.string().describe('Building, floor and zone in English; empty: as the signs say it'),
  room: z.string(),
  status: StopStatus,
  ticketId: z.uuid().nullable(),
  usualMinutes: z.int(),
  needsFasting: z.boolean(),
  /** How long after being served the result is usually there; null: there is nothing to wait for. */
  resultAfterMinutes: z.int().nullable(),
  items: z.array(z.string()),
  itemsEn: z.array(z.string()),
  joinedAt: z.iso.datetime().nullable(),
  servedAt: z.iso.datetime().nullable(),
  resultAt: z.iso.datetime().nullable(),
}).meta({ id: 'Stop' })
export type Stop = z.infer<typeof Stop>

const Words = { name: z.string(), nameEn: z.string() }

/** A stop as its patient sees it: with the place in line where they stand in one. */
export const StopCard = Stop.extend({
  place: PlaceInLine.nullable(),
  /** Closed now: when it opens; null when that is not known. Absent while it is open. */
  closed: z.object({ opensAt: z.iso.datetime().nullable(), reason: z.string().describe('Why; empty where nobody said') }).nullable(),
  /** The results are there and the doctor has ended the visit: the patient may ask to be seen again today. */
  mayReturn: z.boolean(),
}).meta({ id: 'StopCard' })
export type StopCard = z.infer<typeof StopCard>

/** A result is there: what its patient does next. Never what it says, nor of what it is. */
const resultNexts = ['with-doctor', 'return', 'more', 'ask', 'later'] as const
export const ResultNotice = z.object({
  next: z.enum(resultNexts),
  /** The number of the visit: the one to go back with. */
  label: z.string(),
  /** The doctor's room, where it is known. */
  room: z.string(),
}).meta({ id: 'ResultNotice' })
export type ResultNotice = z.infer<typeof ResultNotice>

export const VisitStops = z.object({ stops: z.array(StopCard), result: ResultNotice.nullable(), label: z.string().nullable(), asOf: z.iso.datetime() }).meta({ id: 'VisitStops' })
export type VisitStops = z.infer<typeof VisitStops>

export const StationListed = z.object({
  stationId: z.int(), kind: StationKind, ...Words, building: z.string(), floor: z.string(), placeEn: z.string(), room: z.string(),
  queueId: z.int(), zoneId: z.string(), boardPath: z.string(), waitingCount: z.int(), awaitingCount: z.int(), closedUntil: z.iso.datetime().nullable(),
  /** Whether whoever reads this works there, and says there that a result has come. */
  mayServe: z.boolean(), mayMarkResult: z.boolean(),
})
export type StationListed = z.infer<typeof StationListed>

/** Somebody in line at a counter, with what they come for. */
export const CounterEntry = LineEntry.extend({
  stop: Stop.nullable(),
  person: z.object({ personId: z.uuid(), name: z.string(), sex: z.string(), age: z.int() }).nullable(),
  unpaid: z.boolean(),
})
export type CounterEntry = z.infer<typeof CounterEntry>

export const AwaitingResult = z.object({ stop: Stop, label: z.string(), person: z.object({ name: z.string(), sex: z.string(), age: z.int() }).nullable(), expectedAt: z.iso.datetime().nullable() })
export type AwaitingResult = z.infer<typeof AwaitingResult>

/** One counter as those who work there see it. */
export const CounterNow = z.object({
  station: StationListed,
  /** The queues this window serves; the station's own first. */
  served: z.array(z.int()),
  points: z.array(ServicePoint),
  mine: ServicePoint.nullable(),
  entries: z.array(CounterEntry),
  awaiting: z.array(AwaitingResult),
  usualSeconds: z.int().nullable(),
  closedReason: z.string(),
  asOf: z.iso.datetime(),
}).meta({ id: 'CounterNow' })
export type CounterNow = z.infer<typeof CounterNow>

const Reason = z.string().trim().min(1).max(100)

export const CounterVerb = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('recall') }),
  z.object({ verb: z.literal('pass') }),
  z.object({ verb: z.literal('rejoin') }),
  z.object({ verb: z.literal('park'), reason: Reason }),
  z.object({ verb: z.literal('return') }),
  z.object({ verb: z.literal('start') }),
  z.object({ verb: z.literal('finish') }),
  z.object({ verb: z.literal('leave'), reason: Reason }),
  z.object({ verb: z.literal('urgent'), reason: Reason }),
  z.object({ verb: z.literal('call'), pointId: z.int() }),
  z.object({ verb: z.literal('transfer'), toStationId: z.int(), reason: Reason }),
  z.object({ verb: z.literal('merge'), otherTicketId: z.uuid(), reason: Reason }),
  z.object({ verb: z.literal('undo'), version: z.int() }),
])
export type CounterVerb = z.infer<typeof CounterVerb>

export const CounterDone = z.object({ ticketId: z.uuid(), label: z.string(), status: z.enum(ticketStatuses), version: z.int(), stop: Stop.nullable() }).meta({ id: 'CounterDone' })
export type CounterDone = z.infer<typeof CounterDone>

export const TakeWindow = z.object({
  pointId: z.int(),
  /** Further stations this window serves. */
  alsoStations: z.array(z.int()).max(10).default([]),
})

/** The rule of order as staff read it. */
export const LineRule = z.object({
  version: z.int(),
  rule: RuleOfOrder,
  ownRule: z.boolean(),
  versions: z.array(RuleVersion),
  today: z.iso.date(),
  mayChange: z.boolean(),
}).meta({ id: 'LineRule' })
export type LineRule = z.infer<typeof LineRule>

export const PublishLineRule = z.object({
  rule: RuleOfOrder,
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
  reason: z.string().trim().min(4).max(200),
})
