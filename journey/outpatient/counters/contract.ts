import { z } from 'zod'

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
