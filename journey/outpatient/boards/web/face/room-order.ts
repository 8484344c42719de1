import type { ShownPoint } from '../../contract.ts'

/** So long a call stays the one bright thing; afterwards its room still says "come in", quietly. */
const BRIGHT_MS = 90_000
const RANK = { calling: 0, serving: 1, waiting: 1, late: 2, paused: 3, closed: 4 } as const

/** The newest call, when it is fresh; or the one the hall hears just now, so that what is said is what is bright. */
export function brightRoom(points: readonly ShownPoint[], now: number, spoken: number | null): number | null {
  const calls = points.flatMap(({ state, pointId, calledAt }) => {
    const at = state === 'calling' && calledAt ? Date.parse(calledAt) : Number.NEGATIVE_INFINITY
    return now - at < BRIGHT_MS ? [{ pointId, at }] : []
  })
  if (spoken !== null && calls.some((call) => call.pointId === spoken)) return spoken
  return calls.toSorted((a, b) => b.at - a.at)[0]?.pointId ?? null
}

export interface Pages {
  readonly bright: ShownPoint | null
  /** The other rooms, turned page by page under the bright one. */
  readonly pages: readonly (readonly ShownPoint[])[]
}

/** The bright call stays on every page; the rest follow it: rooms at work, late ones, closed ones, or as the layout says. */
export function arrangeRooms(points: readonly ShownPoint[], bright: number | null, perPage: { readonly calm: number; readonly calling: number }, isOrdered: boolean): Pages {
  const others = points.filter((point) => point.pointId !== bright)
  const ordered = isOrdered ? others : others.map((point, at) => ({ point, at })).toSorted((a, b) => RANK[a.point.state] - RANK[b.point.state] || a.at - b.at).map(({ point }) => point)
  const size = Math.max(1, bright === null ? perPage.calm : perPage.calling)
  const pages: ShownPoint[][] = []
  for (let at = 0; at < ordered.length; at += size) pages.push(ordered.slice(at, at + size))
  return { bright: points.find((point) => point.pointId === bright) ?? null, pages: pages.length > 0 ? pages : [[]] }
}
