import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Connector, Opening, type PlanDocument, type Point, Unit } from '../plan/format.ts'
import { distance, distanceToArea, middle } from '../plan/geometry.ts'
import { findWay } from './find-way.ts'
import { buildGraph, type Graph } from './graph.ts'
import { joinsOf } from './joins.ts'
import { partsOf } from './reach.ts'
import { shortestPath, type WayWanted } from './search.ts'

const CELL = 8

/** Buildings of up to three floors: rooms in rows along a bent corridor, some doors missing, stairs and a lift. */
const buildings = fc.record({
  floors: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 2, max: 4 }), missing: fc.array(fc.nat(60), { maxLength: 8 }), bend: fc.integer({ min: 0, max: 6 }),
  barrier: fc.boolean(), closed: fc.array(fc.nat(60), { maxLength: 4 }), pick: fc.tuple(fc.nat(200), fc.nat(200)),
})
type Drawn = typeof buildings extends fc.Arbitrary<infer T> ? T : never

function planFrom({ floors, columns, missing, bend, barrier }: Omit<Drawn, 'closed' | 'pick'>): PlanDocument {
  const units: Unit[] = []
  const openings: Opening[] = []
  const wide = columns * CELL
  for (let floor = 0; floor < floors; floor++) {
    const level = `L${floor}`
    const unit = (id: string, kind: Unit['kind'], polygon: Point[]): void => void units.push(Unit.parse({ id: `${level}-${id}`, level, kind, name: id, polygon }))
    const door = (id: string, line: [Point, Point]): void => void openings.push(Opening.parse({ id: `${level}-d${id}`, level, line, ...(barrier && id === 'n0' ? { barrier: true } : {}) }))
    // The corridor has a corner that stands in the way.
    unit('corridor', 'corridor', [[0, 0], [wide, 0], [wide, 3 + bend], [wide - 3, 3 + bend], [wide - 3, 3], [0, 3]])
    for (let i = 0; i < columns; i++) {
      unit(`south${i}`, 'room', [[i * CELL, -6], [(i + 1) * CELL, -6], [(i + 1) * CELL, -0.1], [i * CELL, -0.1]])
      door(`s${i}`, [[i * CELL + 3, -0.05], [i * CELL + 4.2, -0.05]])
      if ((i + 1) * CELL <= wide - 3) {
        unit(`north${i}`, 'room', [[i * CELL, 3.1], [(i + 1) * CELL, 3.1], [(i + 1) * CELL, 9], [i * CELL, 9]])
        door(`n${i}`, [[i * CELL + 3, 3.05], [i * CELL + 4.2, 3.05]])
      }
    }
    unit('lift', 'lift', [[-3, 0], [-0.1, 0], [-0.1, 3], [-3, 3]])
    door('lift', [[-0.05, 1], [-0.05, 2]])
    unit('stairs', 'stairs', [[wide + 0.1, 0], [wide + 4, 0], [wide + 4, 3], [wide + 0.1, 3]])
    door('stairs', [[wide + 0.05, 1], [wide + 0.05, 2]])
  }
  const stack = (what: string): string[] => Array.from({ length: floors }, (_, floor) => `L${floor}-${what}`)
  const connectors = floors > 1 ? [Connector.parse({ id: 'lift', kind: 'lift', units: stack('lift') }), Connector.parse({ id: 'stairs', kind: 'stairs', units: stack('stairs') })] : []
  return {
    format: 'liuxin-plan-1', name: '', nameEn: '', buildings: [{ id: 'b', name: '', nameEn: '' }], levels: Array.from({ length: floors }, (_, floor) => ({ id: `L${floor}`, building: 'b', ordinal: floor, name: `${floor + 1}楼`, nameEn: '' })),
    units, connectors, openings: openings.filter((_, i) => !missing.includes(i)),
  }
}

function ends(plan: PlanDocument, [a, b]: [number, number]): { from: string; to: string } {
  return { from: plan.units[a % plan.units.length]!.id, to: plan.units[b % plan.units.length]!.id }
}

/** The whole line of a way, looked at every 20 cm: on a floor, or in a doorway. */
function isOnFloor(graph: Graph, legs: readonly { level: string; points: readonly Point[] }[]): boolean {
  return legs.every(({ level, points }) => {
    const units = graph.plan.units.filter((unit) => unit.level === level)
    const doors = graph.plan.openings.filter((opening) => opening.level === level).map(({ line }) => middle(...line))
    return points.slice(1).every((to, i) => {
      const from = points[i]!
      const steps = Math.ceil(distance(from, to) / 0.2)
      return Array.from({ length: steps + 1 }, (_, at): Point => [from[0] + ((to[0] - from[0]) * at) / Math.max(1, steps), from[1] + ((to[1] - from[1]) * at) / Math.max(1, steps)])
        .every((point) => units.some((unit) => distanceToArea(point, unit) < 0.01) || doors.some((door) => distance(door, point) < 0.7))
    })
  })
}

describe('the way through any building', () => {
  test('exists exactly when the two places are joined', () => {
    fc.assert(fc.property(buildings, ({ pick, ...drawn }) => {
      const plan = planFrom(drawn)
      const { from, to } = ends(plan, pick)
      const isJoined = partsOf(plan).some((part) => part.some(({ id }) => id === from) && part.some(({ id }) => id === to))
      expect(shortestPath(buildGraph(plan), { from, to }) !== undefined).toBe(isJoined)
    }), { numRuns: 50 })
  })

  test('never leaves the floor', () => {
    fc.assert(fc.property(buildings, ({ pick, ...drawn }) => {
      const graph = buildGraph(planFrom(drawn))
      const found = findWay(graph, ends(graph.plan, pick))
      if (found.found) expect(isOnFloor(graph, found.legs)).toBe(true)
    }), { numRuns: 30 })
  })

  test('without a step uses no stairs and no doorway with one', () => {
    fc.assert(fc.property(buildings, ({ pick, ...drawn }) => {
      const graph = buildGraph(planFrom(drawn))
      const path = shortestPath(graph, { ...ends(graph.plan, pick), way: 'barrier-free' })
      for (const { by } of path?.steps ?? []) {
        expect(by?.kind === 'ride' && by.connector.kind === 'stairs').toBe(false)
        expect(by?.kind === 'door' && by.opening.barrier === true).toBe(false)
      }
    }), { numRuns: 30 })
  })

  test('takes as long back as there', () => {
    fc.assert(fc.property(buildings, fc.constantFrom<WayWanted>('any', 'lift', 'barrier-free'), ({ pick, ...drawn }, way) => {
      const graph = buildGraph(planFrom(drawn))
      const { from, to } = ends(graph.plan, pick)
      const [there, back] = [shortestPath(graph, { from, to, way }), shortestPath(graph, { from: to, to: from, way })]
      expect(there === undefined).toBe(back === undefined)
      if (there && back) expect(Math.abs(there.seconds - back.seconds)).toBeLessThan(0.01)
    }), { numRuns: 30 })
  })

  test('is never longer after something is opened again, and never goes through what is closed', () => {
    fc.assert(fc.property(buildings, ({ pick, closed, ...drawn }) => {
      const plan = planFrom(drawn)
      const graph = buildGraph(plan)
      const { from, to } = ends(plan, pick)
      const all = [...plan.units, ...plan.openings, ...plan.connectors].map(({ id }) => id).filter((id) => id !== from)
      const shut = new Set(closed.map((at) => all[at % all.length]!))
      const [before, after] = [shortestPath(graph, { from, to, closed: shut }), shortestPath(graph, { from, to, closed: new Set([...shut].slice(1)) })]
      if (before) expect(after!.seconds).toBeLessThanOrEqual(before.seconds + 0.01)
      for (const { node, by } of before?.steps ?? []) expect([graph.nodes[node]!.unit.id, by?.kind === 'door' ? by.opening.id : '', by?.kind === 'ride' ? by.connector.id : ''].some((id) => shut.has(id))).toBe(false)
    }), { numRuns: 30 })
  })

  test('is said in words of both languages: which way out of the room, which lift, which door on which side', () => {
    const graph = buildGraph(planFrom({ floors: 2, columns: 4, missing: [], bend: 0, barrier: false }))
    const found = findWay(graph, { from: 'L0-south0', to: 'L1-south2', way: 'lift' })
    if (!found.found) throw new Error('there is a way')
    expect(found.turns.map(({ text }) => text)).toEqual(['出门左转，直走 5 米', '坐电梯上到2楼', '出电梯，直走 20 米', '右手边第三个门，就是south2'])
    expect(found.turns.at(-1)!.textEn).toBe('south2 is the third door on your right')
  })
})

describe('a way that is not', () => {
  const plan = planFrom({ floors: 2, columns: 2, missing: [], bend: 0, barrier: true })
  const graph = buildGraph(plan)

  test('says that something on it is closed, and what', () => {
    expect(findWay(graph, { from: 'L0-south0', to: 'L1-south0', closed: new Set(['lift', 'stairs']) })).toEqual({ found: false, because: 'closed', closures: ['stairs'] })
    expect(findWay(graph, { from: 'L0-south0', to: 'L1-south0', way: 'lift', closed: new Set(['lift']) })).toMatchObject({ found: false, because: 'closed', closures: ['lift'] })
  })

  test('says that only steps lead there', () => {
    expect(findWay(graph, { from: 'L0-south0', to: 'L0-north0', way: 'barrier-free' })).toMatchObject({ found: false, because: 'way' })
  })

  test('says that nothing joins the two, or that there is no such place', () => {
    const cut = { ...plan, openings: plan.openings.filter(({ id }) => id !== 'L0-ds1') }
    expect(findWay(buildGraph(cut), { from: 'L0-south0', to: 'L0-south1' })).toMatchObject({ found: false, because: 'not-joined' })
    expect(findWay(graph, { from: 'L0-south0', to: 'nowhere' })).toMatchObject({ found: false, because: 'unknown-place' })
  })

  test('a detour names the closure it goes around', () => {
    const found = findWay(graph, { from: 'L0-south0', to: 'L1-south0', closed: new Set(['stairs']) })
    expect(found).toMatchObject({ found: true, closuresAvoided: ['stairs'] })
  })
})

test('a doorway joins what lies on its two sides', () => {
  const plan = planFrom({ floors: 1, columns: 2, missing: [], bend: 0, barrier: false })
  expect(joinsOf(plan).map(({ units }) => units.map(({ id }) => id).toSorted().join(' ')).toSorted()).toContain('L0-corridor L0-south0')
  expect(joinsOf(plan)).toHaveLength(plan.openings.length)
})
