import type { BoardPoint } from '../../contract.ts'

const ROOMS_A_PAGE = 4
/** So long a call stays the one bright thing; afterwards its room still says "come in", quietly. */
const BRIGHT_MS = 90_000
const RANK = { calling: 0, serving: 1, waiting: 1, late: 2, paused: 3, closed: 4 } as const

/** The newest call first and bright, then rooms at work, late ones, closed ones; at most four a page. */
export function arrangeRooms(points: readonly BoardPoint[], now: number): { calling: number | null; pages: BoardPoint[][] } {
  const calledAt = (point: BoardPoint) => (point.state === 'calling' && point.calledAt ? Date.parse(point.calledAt) : 0)
  const newest = [...points].sort((a, b) => calledAt(b) - calledAt(a))[0]
  const calling = newest && now - calledAt(newest) < BRIGHT_MS ? newest.pointId : null
  const place = (point: BoardPoint) => (point.pointId === calling ? -1 : RANK[point.state])
  const ordered = points.map((point, at) => ({ point, at })).sort((a, b) => place(a.point) - place(b.point) || a.at - b.at).map(({ point }) => point)
  const pages: BoardPoint[][] = []
  for (let at = 0; at < ordered.length; at += ROOMS_A_PAGE) pages.push(ordered.slice(at, at + ROOMS_A_PAGE))
  return { calling, pages }
}
