import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { findWay } from '../router/find-way.ts'
import { buildGraph } from '../router/graph.ts'
import { partsOf } from '../router/reach.ts'
import { readPlanFiles } from './read-plan.ts'

const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const METRE = 1 / 111_320
const box = (x: number, y: number, w: number, h: number) => ({ type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a, b]) => [a! * METRE, b! * METRE])] })
const feature = (id: string | undefined, geometry: unknown, properties: object = {}) => ({ type: 'Feature', ...(id ? { id } : {}), geometry, properties })
const collection = (...features: unknown[]) => bytes({ type: 'FeatureCollection', features })
const line = (...points: [number, number][]) => ({ type: 'LineString', coordinates: points.map(([a, b]) => [a * METRE, b * METRE]) })

function imdf(more: { units?: unknown[]; openings?: unknown[]; levels?: unknown[] } = {}) {
  return [
    { name: 'level.geojson', bytes: collection(feature('L', null, { ordinal: 0, name: { en: 'Ground', zh: '1楼' } }), ...(more.levels ?? [])) },
    { name: 'unit.geojson', bytes: collection(
      feature('corridor', box(0, 0, 30, 3), { level_id: 'L', category: 'walkway', name: null }), feature('room', box(0, 3.2, 8, 6), { level_id: 'L', category: 'room', name: { en: 'Room', zh: '房间' } }), ...(more.units ?? [])) },
    { name: 'opening.geojson', bytes: collection(feature('door', line([3, 3.1], [4.2, 3.1]), { level_id: 'L', category: 'pedestrian' }), ...(more.openings ?? [])) },
  ]
}

describe('an IMDF drawing', () => {
  test('becomes a plan in metres that can be walked in', () => {
    const { plan, faults, source } = readPlanFiles(imdf())
    expect([faults, source]).toEqual([[], 'imdf'])
    expect(plan!.units.map(({ id, kind, name }) => [id, kind, name])).toEqual([['corridor', 'corridor', ''], ['room', 'room', '房间']])
    expect(plan!.units[0]!.polygon[1]![0]).toBeCloseTo(30, 1)
    expect(findWay(buildGraph(plan!), { from: 'corridor', to: 'room' }).found).toBe(true)
  })

  test('tells every fault with its feature, leaves that feature out and keeps the rest', () => {
    const { plan, faults } = readPlanFiles(imdf({
      units: [feature(undefined, box(0, 0, 1, 1), { level_id: 'L' }), feature('room', box(9, 3.2, 5, 5), { level_id: 'L' }), feature('lost', box(9, 3.2, 5, 5), { level_id: 'L9' }), feature('point', { type: 'Point', coordinates: [0, 0] }, { level_id: 'L' }), feature('dust', box(9, 9, 0.1, 0.1), { level_id: 'L' })],
      openings: [feature('nowhere', line([1, 1], [2, 1]), { level_id: 'L9' })],
    }))
    expect(faults.map(({ file, feature: at, code }) => `${file} ${at} ${code}`).toSorted()).toEqual([
      'opening.geojson nowhere unknown-level', 'unit.geojson #3 no-id', 'unit.geojson dust too-small', 'unit.geojson lost unknown-level', 'unit.geojson point no-outline', 'unit.geojson room doubled-id',
    ])
    expect(plan!.units).toHaveLength(2)
  })

  test('with a room no door leads to gets one, marked as concluded and listed with the wall it goes through', () => {
    const { plan, repairs } = readPlanFiles(imdf({ units: [feature('shut', box(10, 3.3, 8, 6), { level_id: 'L', category: 'room' })] }))
    expect(repairs).toContainEqual({ feature: expect.stringContaining('inferred'), code: 'door-inferred', metres: 0.4, detail: 'shut – corridor' })
    expect(plan!.openings.filter(({ inferred }) => inferred).map(({ between }) => between)).toEqual([['shut', 'corridor']])
    expect(partsOf(plan!)).toHaveLength(1)
  })

  test('a room behind a wall of more than 0.8 m stays apart: nothing is invented', () => {
    const { plan } = readPlanFiles(imdf({ units: [feature('far', box(10, 5, 8, 6), { level_id: 'L', category: 'room' })] }))
    expect(partsOf(plan!).map((part) => part.length)).toEqual([2, 1])
    expect(findWay(buildGraph(plan!), { from: 'corridor', to: 'far' })).toMatchObject({ found: false, because: 'not-joined' })
  })

  test('stairs above each other are joined', () => {
    const { plan } = readPlanFiles(imdf({
      levels: [feature('L2', null, { ordinal: 1, name: { en: 'First' } })],
      units: [feature('down', box(30.1, 0, 4, 3), { level_id: 'L', category: 'stairs' }), feature('up', box(30.2, 0.1, 4, 3), { level_id: 'L2', category: 'stairs' })], openings: [feature('to-stairs', line([30.05, 1], [30.05, 2]), { level_id: 'L' })],
    }))
    expect(plan!.connectors).toEqual([expect.objectContaining({ kind: 'stairs', units: ['down', 'up'], inferred: true })])
    expect(findWay(buildGraph(plan!), { from: 'room', to: 'up', way: 'barrier-free' })).toMatchObject({ found: false, because: 'way' })
  })

  test('comes as a zip too; what is no zip is said to be none', () => {
    expect(readPlanFiles([{ name: 'venue.zip', bytes: zip(imdf()) }]).plan?.units).toHaveLength(2)
    expect(readPlanFiles([{ name: 'venue.zip', bytes: bytes('hello') }]).faults).toEqual([{ file: 'venue.zip', feature: '', code: 'unreadable-zip', detail: '' }])
    expect(readPlanFiles([{ name: 'letter.txt', bytes: bytes('hello') }]).faults[0]?.code).toBe('not-a-plan')
  })
})

describe('a plan of our own, written by hand', () => {
  const own = {
    format: 'liuxin-plan-1', name: '示例', buildings: [{ id: 'A', name: '门诊楼' }], levels: [{ id: 'A1', building: 'A', ordinal: 0, name: '1楼' }],
    units: [{ id: 'hall', level: 'A1', kind: 'hall', polygon: [[0, 0], [10, 0], [10, 10], [0, 10]] }, { id: 'r1', level: 'A1', kind: 'room', name: '1诊室', polygon: [[10, 0], [16, 0], [16, 6], [10, 6]] }],
    openings: [{ id: 'd1', level: 'A1', line: [[10, 2], [10, 3.2]] }],
  }

  test('is read as it is', () => {
    const { plan, faults } = readPlanFiles([{ name: 'plan.json', bytes: bytes(own) }])
    expect(faults).toEqual([])
    expect(findWay(buildGraph(plan!), { from: 'hall', to: 'r1' })).toMatchObject({ found: true })
  })

  test('has every fault told by the id of what is wrong', () => {
    const wrong = { ...own, units: [...own.units, { id: 'r2', level: 'A9', kind: 'room', polygon: [[0, 0], [4, 4], [4, 0], [0, 4]] }], openings: [{ id: 'd1', level: 'A1', line: [[10, 2], [10, 3]], between: ['hall', 'gone'] }] }
    expect(readPlanFiles([{ name: 'plan.json', bytes: bytes(wrong) }]).faults.map(({ feature: at, code }) => `${at} ${code}`).toSorted()).toEqual(['d1 unknown-unit', 'r2 too-small', 'r2 unknown-level'])
    expect(readPlanFiles([{ name: 'plan.json', bytes: bytes({ ...own, units: [{ ...own.units[0], kind: 'dungeon' }] }) }]).faults).toMatchObject([{ feature: 'hall', code: 'wrong-field' }])
  })
})

const indoor = new URL('../../../../../shared/data/indoor/', import.meta.url)

describe.skipIf(!existsSync(indoor))('drawings of real buildings (skipped: ../shared/data/indoor is not here)', () => {
  for (const [venue, asDrawn, joined, units] of [['CPC4_Final_IMDF', 14, 18, 18], ['Addenbrookes_Final_IMDF', 43, 66, 72]] as const) {
    test(`${venue}: ${joined} of ${units} reach each other, ${asDrawn} as drawn; every way between them is found`, () => {
      const folder = new URL(`${venue}/`, indoor)
      const { plan, faults } = readPlanFiles(readdirSync(folder).map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) })))
      expect(faults).toEqual([])
      expect(partsOf({ ...plan!, openings: plan!.openings.filter(({ inferred }) => !inferred) })[0]).toHaveLength(asDrawn)
      const [largest] = partsOf(plan!)
      expect([largest!.length, plan!.units.length]).toEqual([joined, units])
      const graph = buildGraph(plan!)
      for (let i = 0; i < largest!.length; i++) expect(findWay(graph, { from: largest![i]!.id, to: largest![(i * 7 + 3) % largest!.length]!.id === largest![i]!.id ? largest![0]!.id : largest![(i * 7 + 3) % largest!.length]!.id }).found).toBe(true)
    })
  }
})

/** The smallest archive that is one: entries deflated, a directory, its end. */
function zip(files: readonly { name: string; bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of files) {
    const [name, packed] = [Buffer.from(`folder/${file.name}`), deflateRawSync(file.bytes)]
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(file.bytes.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    parts.push(local, name, packed)
    directory.push(entry, name)
    at += local.length + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}
