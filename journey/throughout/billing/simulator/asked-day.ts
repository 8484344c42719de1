import { z } from 'zod'

/** The day in an address: ?day=2026-03-17. */
export function dayOf(query: unknown): string {
  return z.object({ day: z.iso.date() }).parse(query).day
}
