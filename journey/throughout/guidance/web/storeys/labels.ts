import { type PerspectiveCamera, Vector3 } from 'three'
import { placeIn, type PlanDocument, type Unit } from '../../contract.ts'
import { type Look, lookOf } from '../map/looks.ts'

export interface Label {
  readonly unit: Unit
  readonly isEnd: boolean
  readonly isClosed: boolean
  readonly x: number
  readonly y: number
}

interface Named {
  readonly level: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly closed: ReadonlySet<string>
}

/** Between two floors: more than in life, so that one sees in between. */
export const STOREY = 11
export const heights: Readonly<Record<Look, number>> = { walk: 0.12, ride: 1.6, facility: 0.7, place: 1.1, room: 1.1, shut: 1.1 }
const landmarks: ReadonlySet<string> = new Set(['desk', 'pharmacy', 'laboratory', 'lift', 'stairs', 'entrance', 'toilet', 'bridge', 'counter'])
const MOST_LABELS = 9

/** About half as wide as its label is drawn, the word that it is closed included. */
const halfOf = ({ id, name }: Unit, closed: ReadonlySet<string>): number => 12 + 6.5 * (name.length + (closed.has(id) ? 4 : 0))
const inside = (at: number, half: number, width: number): number => Math.min(Math.max(at, half), width - half)

/** The names that stand over the drawing: ends of the way, what is closed, and landmarks where there is room. */
export function labelsOf(plan: PlanDocument, { level, from, to, closed }: Named, camera: PerspectiveCamera, size: { width: number; height: number }): Label[] {
  const ordinals = new Map(plan.levels.map((one) => [one.id, one.ordinal]))
  const ordinal = ordinals.get(level) ?? 0
  const found: Label[] = []
  const wanted = plan.units.filter((unit) => unit.name !== '' && ordinals.get(unit.level) === ordinal && (unit.id === to || unit.id === from || closed.has(unit.id) || landmarks.has(unit.kind)))
    .toSorted((a, b) => Number(b.id === to) - Number(a.id === to) || Number(b.id === from) - Number(a.id === from) || Number(closed.has(b.id)) - Number(closed.has(a.id)))
  for (const unit of wanted) {
    const [x, y] = placeIn(unit)
    const spot = new Vector3(x, ordinal * STOREY + heights[lookOf(unit.kind)] + 0.8, -y).project(camera)
    if (spot.z > 1 || Math.abs(spot.x) > 0.84 || Math.abs(spot.y) > 0.92) continue
    const label = { unit, isEnd: unit.id === to || unit.id === from, isClosed: closed.has(unit.id), x: inside(((spot.x + 1) / 2) * size.width, halfOf(unit, closed), size.width), y: ((1 - spot.y) / 2) * size.height }
    if (found.length < MOST_LABELS && !found.some((other) => Math.abs(other.x - label.x) < 84 && Math.abs(other.y - label.y) < 26)) found.push(label)
  }
  return found
}
