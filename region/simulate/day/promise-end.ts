import type { EndPromiser, KnownStop } from './contract.ts'

/** A result comes early or late by about so much of its usual time. */
const RESULT_SPREAD = 0.42
/** A time at the doctor or counter varies by so much of its middle; its mean lies above it. */
const SERVICE_SPREAD = 0.75
const SERVICE_MEAN = 1.12

/**
 * The plain way to say when somebody is done: middles are added, and the doubts of independent steps are added as squares.
 * The product's own itinerary can be put in its place; this is what it has to beat.
 */
export const plainPromise: EndPromiser = ({ now, walkMinutes, stops }) => {
  if (stops.length === 0 || stops.some((stop) => stop.wait === null)) return null
  let middle = 0
  let doubt = 0
  for (const [turn, stop] of stops.entries()) {
    const wait = stop.wait!
    // A later stop's line will have moved by then: its middle is kept, its doubt is at least some minutes.
    const half = Math.max((wait.toMinutes - wait.fromMinutes) / 2, turn > 0 ? 3 : 0)
    middle += (wait.fromMinutes + wait.toMinutes) / 2 + stop.usualMinutes * SERVICE_MEAN + (turn > 0 ? walkMinutes : 0) + (stop.resultAfterMinutes ?? 0) + paying(stop, turn, walkMinutes)
    doubt += half ** 2 + (stop.usualMinutes * SERVICE_SPREAD) ** 2 + ((stop.resultAfterMinutes ?? 0) * RESULT_SPREAD) ** 2
  }
  const within = Math.sqrt(doubt)
  const at = (minutes: number) => new Date(now.getTime() + Math.max(0, minutes) * 60_000)
  return { fromAt: at(Math.floor(middle - within)), toAt: at(Math.ceil(middle + within)) }
}

/** Between the doctor and a counter the bill is paid. */
const paying = (stop: KnownStop, turn: number, walkMinutes: number): number => (turn === 0 && stop.kind !== 'consulting' ? 1.5 + walkMinutes : 0)
