import type { Itinerary } from '../../contract.ts'
import { Strip } from '../strip.tsx'

/** The next steps of whoever stands at the machine, from what the machine's own session has read. */
export function DayStrip({ day }: { day: Itinerary }) {
  return <Strip day={day} most={6} />
}
