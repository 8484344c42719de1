import { distance } from '../plan/geometry.ts'
import { type Edge, type Graph, isPassage } from './graph.ts'

export type WayWanted = 'any' | 'lift' | 'barrier-free'

/** How fast one goes, in the rule `guidance.pace`. */
export interface Pace {
  readonly metresPerSecond: number
  readonly stairsSecondsPerFloor: number
  readonly escalatorSecondsPerFloor: number
  readonly liftWaitSeconds: number
  readonly liftSecondsPerFloor: number
}

export const usualPace: Pace = { metresPerSecond: 1.2, stairsSecondsPerFloor: 22, escalatorSecondsPerFloor: 20, liftWaitSeconds: 40, liftSecondsPerFloor: 6 }

export interface Asked {
  readonly from: string
  readonly to: string
  readonly way?: WayWanted | undefined
  readonly pace?: Pace | undefined
  /** Units, openings and connectors that are closed now. */
  readonly closed?: ReadonlySet<string> | undefined
  /** How many times slower it is in a crowded unit. */
  readonly crowd?: ReadonlyMap<string, number> | undefined
}

export interface Step {
  readonly node: number
  /** By what one came here; nothing for the first. */
  readonly by: Edge | undefined
}

export interface Path {
  readonly steps: readonly Step[]
  readonly seconds: number
  readonly metres: number
}

/** To go through somebody's room is worse than a detour of a minute. */
const THROUGH_A_ROOM_SECONDS = 75
const WAITING_AREA = 1.15

/** The quickest way between the places of two units; undefined when there is none. Dijkstra towards the goal (A*). */
export function shortestPath(graph: Graph, asked: Asked): Path | undefined {
  const [start, goal] = [graph.placeOf.get(asked.from), graph.placeOf.get(asked.to)]
  if (start === undefined || goal === undefined || asked.closed?.has(asked.to)) return undefined
  const { metresPerSecond } = asked.pace ?? usualPace
  const target = graph.nodes[goal]!.at
  const best = new Float64Array(graph.nodes.length).fill(Infinity)
  const came: ({ from: number; by: Edge } | undefined)[] = []
  const settled = new Uint8Array(graph.nodes.length)
  const open = makeHeap()
  best[start] = 0
  open.push(start, 0)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === goal) return readBack(graph, came, { start, goal, seconds: best[goal]! })
    if (settled[node]) continue
    settled[node] = 1
    for (const by of graph.edges[node]!) {
      if (settled[by.to]) continue
      const seconds = best[node]! + secondsOf(graph, node, by, { ...asked, goal, start })
      if (seconds >= best[by.to]!) continue
      best[by.to] = seconds
      came[by.to] = { from: node, by }
      open.push(by.to, seconds + distance(graph.nodes[by.to]!.at, target) / metresPerSecond)
    }
  }
  return undefined
}

interface Going extends Asked {
  readonly start: number
  readonly goal: number
}

/** What one step costs; endless when it may not be taken. */
function secondsOf(graph: Graph, from: number, by: Edge, { way = 'any', pace = usualPace, closed, crowd, goal, start }: Going): number {
  const { unit, isPlace } = graph.nodes[by.to]!
  if (by.kind === 'ride') return closed?.has(by.connector.id) || closed?.has(unit.id) ? Infinity : rideSeconds(by, way, pace)
  // The middle of a unit is walked to only where the way begins or ends.
  if (isPlace && by.to !== goal && by.to !== start) return Infinity
  const walking = (by.metres / pace.metresPerSecond) * Math.max(1, crowd?.get(unit.id) ?? (unit.kind === 'waiting' ? WAITING_AREA : 1))
  if (by.kind === 'walk') return walking
  if (closed?.has(by.opening.id) || closed?.has(unit.id) || (way === 'barrier-free' && by.opening.barrier)) return Infinity
  const target = graph.nodes[goal]!.unit
  if (unit === target || isPassage(unit) || graph.nodes[from]!.unit === unit) return walking
  return unit.kind === 'closed' ? Infinity : walking + THROUGH_A_ROOM_SECONDS
}

function rideSeconds({ connector, floors, isBoarding }: Edge & { kind: 'ride' }, way: WayWanted, pace: Pace): number {
  if (connector.kind === 'lift') return isBoarding ? pace.liftWaitSeconds / 2 : floors * pace.liftSecondsPerFloor
  if (connector.kind === 'ramp') return (floors * 40) / pace.metresPerSecond
  if (way !== 'any') return Infinity
  return floors * (connector.kind === 'stairs' ? pace.stairsSecondsPerFloor : pace.escalatorSecondsPerFloor)
}

function readBack(graph: Graph, came: readonly ({ from: number; by: Edge } | undefined)[], { start, goal, seconds }: { start: number; goal: number; seconds: number }): Path {
  const steps: Step[] = []
  for (let node = goal; node !== start;) {
    const last = came[node]!
    steps.push({ node, by: last.by })
    node = last.from
  }
  steps.push({ node: start, by: undefined })
  return { steps: steps.reverse(), seconds, metres: steps.reduce((sum, { by }) => sum + (by?.metres ?? 0), 0) }
}

/** The nearest first: a binary heap of node numbers. */
function makeHeap(): { push(item: number, rank: number): void; pop(): number | undefined } {
  const items: number[] = []
  const ranks: number[] = []
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b]!, items[a]!];
    [ranks[a], ranks[b]] = [ranks[b]!, ranks[a]!]
  }
  return {
    push(item, rank) {
      let at = items.push(item) - 1
      ranks.push(rank)
      for (let up = (at - 1) >> 1; at > 0 && ranks[at]! < ranks[up]!; up = (at - 1) >> 1) {
        swap(at, up)
        at = up
      }
    },
    pop() {
      if (items.length === 0) return undefined
      swap(0, items.length - 1)
      const item = items.pop()
      ranks.pop()
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        const least = right < items.length && ranks[right]! < ranks[left]! ? right : left
        if (least >= items.length || ranks[least]! >= ranks[at]!) return item
        swap(at, least)
        at = least
      }
    },
  }
}
