export interface Taking {
  /** What the machine's clock said. */
  readonly takenAt: Date
  /** How long after its start the machine took it. */
  readonly runMs: number
  readonly run: string
  /** The last moment the server itself vouches for: it gave the list then. */
  readonly notBefore: Date
}

export interface Sending {
  readonly run: string
  readonly runMs: number
  readonly receivedAt: Date
}

/** More than this between the two clocks, and somebody moved one. */
const MOVED_MS = 120_000

/**
 * When it really was. The run's own stopwatch counts, which nobody can move; only across a restart of the machine its
 * clock is believed, and never before the last word of the server nor after now.
 */
export function effectiveTime({ takenAt, runMs, run, notBefore }: Taking, sending: Sending): { at: Date; clockMoved: boolean } {
  const now = sending.receivedAt.getTime()
  const byStopwatch = run === sending.run ? now - Math.max(0, sending.runMs - runMs) : undefined
  const believed = byStopwatch ?? takenAt.getTime()
  const at = Math.min(now, Math.max(believed, Math.min(notBefore.getTime(), now)))
  return { at: new Date(at), clockMoved: Math.abs(at - takenAt.getTime()) > MOVED_MS }
}
