import type { Session } from './client.ts'

/** The platform's own clock, moved by an administrator and followed from here without asking each time. */
export interface SimulatedClock {
  now(): number
  /** Waits until the platform's time has come. */
  until(at: number): Promise<void>
  pause(simulatedSeconds: number): Promise<void>
}

/** Puts the platform's clock to `start` and lets it run `rate` times as fast as the world's. */
export async function startClock(admin: Session, start: Date, rate: number): Promise<SimulatedClock> {
  const asked = performance.now()
  const { now } = await admin.send<{ now: string }>('PUT', '/api/platform/clock', { now: start.toISOString(), rate })
  const base = new Date(now).getTime()
  const began = (asked + performance.now()) / 2
  const read = () => base + (performance.now() - began) * rate
  // The move is heard of a moment later by whoever answers; before that, yesterday's times would still look free.
  const isFollowed = async () => Math.abs(Date.parse((await admin.get<{ now: string }>('/api/platform/clock')).now) - read()) <= 1000 * Math.max(1, rate)
  while (!(await isFollowed())) await new Promise((resolve) => setTimeout(resolve, 50))
  const until = async (at: number) => {
    for (let left = at - read(); left > 0; left = at - read()) await new Promise((resolve) => setTimeout(resolve, Math.max(1, Math.min(left / rate, 1000))))
  }
  return { now: read, until, pause: (seconds) => until(read() + seconds * 1000) }
}
