import { z } from 'zod'

const Instant = z.iso.datetime({ offset: true })

export const printerStates = ['unknown', 'ready', 'paper-low', 'paper-out', 'jam'] as const
export const readerStates = ['unknown', 'ready', 'missing'] as const
export const cashStates = ['unknown', 'none', 'ready', 'full', 'jam', 'opened', 'missing'] as const

export const Heartbeat = z.object({
  version: z.string().max(40),
  printer: z.enum(printerStates),
  reader: z.enum(readerStates),
  scanner: z.enum(readerStates),
  cash: z.enum(cashStates),
  queued: z.int().min(0).max(100_000),
  fault: z.string().max(200).default(''),
})
export type Heartbeat = z.infer<typeof Heartbeat>

export const HeartbeatAnswer = z.object({ inService: z.boolean(), message: z.string(), messageEn: z.string(), now: Instant })
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>

export const MachineNow = Heartbeat.extend({
  name: z.string(), place: z.string(), inService: z.boolean(), message: z.string(), messageEn: z.string(),
  lastSeenAt: Instant.nullable(), isOnline: z.boolean(),
  /** What needs a person: nothing seen for a minute, no paper, a jam, a missing reader, a full cash box, a fault. */
  alarms: z.array(z.enum(['lost', 'paper-out', 'paper-low', 'jam', 'reader', 'scanner', 'cash', 'cash-jam', 'cash-opened', 'note', 'fault', 'queued', 'help'])),
  /** Notes that a person has to look at: nobody knows whether the box has them, or whose they are. */
  notesToLookAt: z.int(),
  today: z.object({ people: z.int(), papers: z.int(), taken: z.int() }),
})
export type MachineNow = z.infer<typeof MachineNow>

export const helpSteps = ['home', 'identify', 'visits', 'ticket', 'book', 'pay', 'top-up', 'print', 'query', 'away'] as const
export const HelpStep = z.enum(helpSteps)
export type HelpStep = z.infer<typeof HelpStep>

export const HelpCall = z.object({
  id: z.uuid(), machine: z.string(), place: z.string(), step: HelpStep, calledAt: Instant, comingAt: Instant.nullable(), comingBy: z.string(), doneAt: Instant.nullable(),
})
export type HelpCall = z.infer<typeof HelpCall>

export const Fleet = z.object({ machines: z.array(MachineNow), calls: z.array(HelpCall), open: z.int(), asOf: Instant }).meta({ id: 'KioskFleet' })
export type Fleet = z.infer<typeof Fleet>

export const SetService = z.object({ inService: z.boolean(), message: z.string().trim().max(80).default(''), messageEn: z.string().trim().max(120).default('') })
export type SetService = z.infer<typeof SetService>
