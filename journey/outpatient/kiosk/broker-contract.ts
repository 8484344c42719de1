import { z } from 'zod'

/**
 * How the page of a machine speaks with what is built into the machine. A small program beside the browser answers on
 * loopback: `GET state`, `GET signals` (server-sent events), `POST jobs`; for notes `GET notes`, `POST notes/let-in`, `POST notes/route`
 * (cash-contract.ts). In a demonstration the simulator answers.
 */
export const DeviceState = z.object({
  reader: z.enum(['ready', 'missing']),
  scanner: z.enum(['ready', 'missing']),
  printer: z.enum(['ready', 'paper-low', 'paper-out', 'jam']),
  /** The note acceptor and its box; none: this machine has no acceptor. */
  cash: z.enum(['none', 'ready', 'full', 'jam', 'opened', 'missing']),
})
export type DeviceState = z.infer<typeof DeviceState>

export const DeviceSignal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('document'), kind: z.enum(['resident-id', 'insurance-code']), number: z.string().max(40) }),
  z.object({ type: z.literal('code'), text: z.string().max(200) }),
  z.object({ type: z.literal('state'), state: DeviceState }),
  z.object({ type: z.literal('job'), jobId: z.uuid(), state: z.enum(['printing', 'printed', 'paper-out', 'jam']) }),
])
export type DeviceSignal = z.infer<typeof DeviceSignal>

/** A page to be printed: a PDF from the server, or lines the machine makes itself while the server is away. */
export const DeviceJob = z.object({
  jobId: z.uuid(),
  title: z.string().max(120),
  pdf: z.string().max(900_000).optional(),
  lines: z.array(z.string().max(200)).max(60).optional(),
})
export type DeviceJob = z.infer<typeof DeviceJob>
