import { z } from 'zod'
import type { Connector, Opening, PlanDocument, Point, Unit, UnitKind } from '../plan/format.ts'
import { areaOf, crossesItself, distance, placeIn, tidyRing } from '../plan/geometry.ts'
import type { PlanFault, PlanRead, PlanRepair } from '../plan/report.ts'
import { repair } from './repair.ts'

const Feature = z.object({
  id: z.string().min(1).optional(),
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
})
type Feature = z.infer<typeof Feature>
const Collection = z.object({ features: z.array(z.unknown()) })
const Position = z.array(z.number()).min(2)
const PolygonShape = z.array(z.array(Position))
const Labels = z.record(z.string(), z.string().nullish())

/** What a unit's category of the standard is with us. */
const kinds: readonly (readonly [RegExp, UnitKind])[] = [
  [/^(walkway|movingwalkway|corridor)/, 'corridor'], [/^footbridge/, 'bridge'], [/^ramp/, 'ramp'], [/^(stairs|steps)/, 'stairs'], [/^escalator/, 'escalator'], [/^elevator/, 'lift'],
  [/^(lobby|foyer|vestibule|atrium)/, 'hall'], [/^waitingroom/, 'waiting'], [/^restroom.*(wheelchair|family|unisex)/, 'toilet-barrier-free'], [/^(restroom|toilet|shower)/, 'toilet'],
  [/^(mothersroom|diaper)/, 'mother-baby'], [/^(foodservice|cafe|restaurant)/, 'food'], [/^(retail|shop|conveniencestore)/, 'shop'], [/^(drinkingfountain|water)/, 'water'],
  [/^(reception|information|concierge)/, 'desk'], [/^(parking|outdoor|terrace|sidewalk)/, 'outdoor'], [/^laboratory/, 'laboratory'],
  [/^(structure|column|brick|concrete|glass|void|opentobelow|nonpublic|mechanical|electrical|serverroom|shaft)/, 'closed'],
]
const kindOf = (category: string): UnitKind => kinds.find(([pattern]) => pattern.test(category))?.[1] ?? 'room'
const vertical: ReadonlySet<string> = new Set(['lift', 'stairs', 'escalator', 'ramp'])
/** Stairs on two floors are the same stairs when their middles lie this near above each other. */
const SAME_SHAFT_METRES = 6

interface Reading {
  readonly files: ReadonlyMap<string, string>
  readonly faults: PlanFault[]
  readonly repairs: PlanRepair[]
  project(position: readonly number[]): Point
}

/** Reads an IMDF archive: its files by name ("unit.geojson"). Faulty features are left out and told; the rest becomes a plan. */
export function readImdf(files: ReadonlyMap<string, string>): PlanRead {
  const faults: PlanFault[] = []
  const reading: Reading = { files, faults, repairs: [], project: () => [0, 0] }
  const unitFeatures = featuresOf(reading, 'unit')
  const levelFeatures = featuresOf(reading, 'level')
  for (const name of ['level', 'unit', 'opening']) if (!files.has(`${name}.geojson`)) faults.push({ file: `${name}.geojson`, feature: '', code: 'missing-file', detail: '' })
  const ground: Reading = { ...reading, project: projection(unitFeatures) }
  const buildings = featuresOf(ground, 'building').map((feature) => ({ id: idOf(feature), ...namesOf(feature) }))
  const fallback = { id: 'building', name: '', nameEn: '' }
  const levels = levelFeatures.map((feature) => {
    const { ordinal, building_ids: of, short_name: short } = feature.properties ?? {}
    const building = Array.isArray(of) ? of.find((id): id is string => buildings.some((each) => each.id === id)) : undefined
    const named = namesOf(feature)
    return { id: idOf(feature), building: building ?? (buildings[0] ?? fallback).id, ordinal: typeof ordinal === 'number' ? ordinal : 0, name: named.name || labelOf(short).name || (typeof ordinal === 'number' ? String(ordinal) : '0'), nameEn: named.nameEn || labelOf(short).nameEn }
  })
  const known = new Set(levels.map(({ id }) => id))
  const units = withTenants(ground, unitFeatures.flatMap((feature) => unitsOf(ground, feature, known)))
  const openings = featuresOf(ground, 'opening').flatMap((feature) => openingOf(ground, feature, known))
  if (levels.length === 0 || units.length === 0) return { plan: undefined, faults, repairs: [] }
  const venue = featuresOf(ground, 'venue')[0]
  const connectors = connectorsOf(ground, units, new Map(levels.map(({ id, ordinal }) => [id, ordinal])))
  const drawn: PlanDocument = { format: 'liuxin-plan-1', ...(venue ? namesOf(venue) : { name: '', nameEn: '' }), buildings: buildings.length > 0 ? buildings : [fallback], levels, units, openings, connectors }
  const mended = repair(drawn)
  return { plan: mended.plan, faults, repairs: [...ground.repairs, ...mended.repairs] }
}

function featuresOf({ files, faults }: Reading, name: string): Feature[] {
  const file = `${name}.geojson`
  const text = files.get(file)
  if (text === undefined) return []
  let parsed: z.infer<typeof Collection>
  try {
    parsed = Collection.parse(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    faults.push({ file, feature: '', code: 'not-json', detail: '' })
    return []
  }
  const seen = new Set<string>()
  return parsed.features.flatMap((one, i) => {
    const read = Feature.safeParse(one)
    const id = read.success ? read.data.id : undefined
    if (!read.success || id === undefined) {
      faults.push({ file, feature: `#${i + 1}`, code: read.success ? 'no-id' : 'wrong-field', detail: read.success ? '' : (read.error.issues[0]?.path.join('.') ?? '') })
      return []
    }
    if (seen.has(id)) {
      faults.push({ file, feature: id, code: 'doubled-id', detail: '' })
      return []
    }
    seen.add(id)
    return [read.data]
  })
}

const idOf = (feature: Feature): string => feature.id ?? ''
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function labelOf(value: unknown): { name: string; nameEn: string } {
  const labels = Labels.safeParse(value).data ?? {}
  const nameEn = labels['en'] ?? ''
  return { name: (labels['zh-Hans'] ?? labels['zh'] ?? labels['zh-CN'] ?? Object.entries(labels).find(([language, text]) => language !== 'en' && text)?.[1] ?? nameEn).slice(0, 120), nameEn: nameEn.slice(0, 120) }
}
const namesOf = (feature: Feature): { name: string; nameEn: string } => labelOf(feature.properties?.['name'])

/** Degrees to metres about the venue's south-western corner: over a few hundred metres the earth is flat to a centimetre. */
function projection(features: readonly Feature[]): (position: readonly number[]) => Point {
  const all = features.flatMap((feature) => polygonsOf(feature).flat(2))
  const [west, south] = [Math.min(...all.map((each) => each[0]!)), Math.min(...all.map((each) => each[1]!))]
  const perDegree = 111_320
  const shrink = Math.cos((south * Math.PI) / 180)
  return ([longitude = west, latitude = south]) => [Math.round((longitude - west) * perDegree * shrink * 1000) / 1000, Math.round((latitude - south) * perDegree * 1000) / 1000]
}

function polygonsOf({ geometry }: Feature): z.infer<typeof PolygonShape>[] {
  if (geometry?.type === 'Polygon') return [PolygonShape.safeParse(geometry.coordinates).data ?? []]
  if (geometry?.type === 'MultiPolygon') return z.array(PolygonShape).safeParse(geometry.coordinates).data ?? []
  return []
}

function unitsOf(reading: Reading, feature: Feature, levels: ReadonlySet<string>): Unit[] {
  const file = 'unit.geojson'
  const level = feature.properties?.['level_id']
  if (typeof level !== 'string' || !levels.has(level)) {
    reading.faults.push({ file, feature: idOf(feature), code: 'unknown-level', detail: String(level) })
    return []
  }
  const parts = polygonsOf(feature).filter((rings) => (rings[0]?.length ?? 0) >= 3)
  if (parts.length === 0) {
    reading.faults.push({ file, feature: idOf(feature), code: 'no-outline', detail: feature.geometry?.type ?? '' })
    return []
  }
  if (parts.length > 1) reading.repairs.push({ feature: idOf(feature), code: 'parts-split', metres: 0, detail: String(parts.length) })
  return parts.flatMap((rings, i): Unit[] => {
    const [polygon, ...holes] = rings.map((ring) => tidyRing(ring.map(reading.project)))
    const area = { polygon: polygon!, holes: holes.filter((hole) => hole.length >= 3) }
    const fault = polygon!.length < 3 || areaOf(area) < 0.2 ? 'too-small' : crossesItself(polygon!) ? 'crosses-itself' : undefined
    if (fault) reading.faults.push({ file, feature: idOf(feature), code: fault, detail: '' })
    if (fault === 'too-small') return []
    return [{ id: i === 0 ? idOf(feature) : `${idOf(feature)}~${i + 1}`, level, kind: kindOf(textOf(feature.properties?.['category'])), ...namesOf(feature), polygon: area.polygon, ...(area.holes.length > 0 ? { holes: area.holes } : {}) }]
  })
}

/** Rooms are named after who is in them where they have no name, and are what an amenity in them is. */
function withTenants(reading: Reading, units: readonly Unit[]): Unit[] {
  const anchors = new Map(featuresOf(reading, 'anchor').map((feature) => [idOf(feature), String(feature.properties?.['unit_id'])]))
  const tenants = new Map(featuresOf(reading, 'occupant').map((feature) => [anchors.get(String(feature.properties?.['anchor_id'])) ?? '', namesOf(feature)]))
  const amenities = new Map<string, UnitKind>()
  for (const { properties } of featuresOf(reading, 'amenity')) {
    const kind = kindOf(textOf(properties?.['category']))
    for (const id of Array.isArray(properties?.['unit_ids']) ? properties['unit_ids'] : []) if (kind !== 'room') amenities.set(String(id), kind)
  }
  return units.map((unit) => {
    const tenant = tenants.get(unit.id)
    const kind = unit.kind === 'room' ? (amenities.get(unit.id) ?? unit.kind) : unit.kind
    if (!tenant || tenant.name === '') return { ...unit, kind }
    if (unit.name !== '') return { ...unit, kind, ...(tenant.name === unit.name ? {} : { also: [tenant.name] }) }
    reading.repairs.push({ feature: unit.id, code: 'name-from-occupant', metres: 0, detail: tenant.name })
    return { ...unit, kind, ...tenant }
  })
}

function openingOf({ faults, project }: Reading, feature: Feature, levels: ReadonlySet<string>): Opening[] {
  const { geometry, properties } = feature
  const level = properties?.['level_id']
  const lines = geometry?.type === 'LineString' ? [geometry.coordinates] : geometry?.type === 'MultiLineString' && Array.isArray(geometry.coordinates) ? geometry.coordinates : []
  const line = z.array(Position).min(2).safeParse(lines[0]).data?.map(project)
  const fault = typeof level !== 'string' || !levels.has(level) ? 'unknown-level' : line ? undefined : 'no-outline'
  if (fault || !line) {
    faults.push({ file: 'opening.geojson', feature: idOf(feature), code: fault ?? 'no-outline', detail: fault === 'unknown-level' ? String(level) : (geometry?.type ?? '') })
    return []
  }
  const door = z.object({ automatic: z.boolean().nullish() }).nullish().safeParse(properties?.['door']).data
  return [{ id: idOf(feature), level: String(level), line: [line[0]!, line.at(-1)!], kind: door?.automatic ? 'automatic' : 'door' }]
}

/** Lifts and stairs that lie above each other are one: the standard draws each floor of them by itself. */
function connectorsOf({ repairs }: Reading, units: readonly Unit[], ordinals: ReadonlyMap<string, number>): Connector[] {
  const shafts: { kind: Connector['kind']; units: Unit[] }[] = []
  const byHeight = units.filter((unit) => vertical.has(unit.kind)).toSorted((a, b) => ordinals.get(a.level)! - ordinals.get(b.level)!)
  for (const unit of byHeight) {
    const below = shafts.filter((shaft) => shaft.kind === unit.kind && ordinals.get(shaft.units.at(-1)!.level)! < ordinals.get(unit.level)!)
      .map((shaft) => ({ shaft, apart: distance(placeIn(shaft.units.at(-1)!), placeIn(unit)) })).filter(({ apart }) => apart <= SAME_SHAFT_METRES).toSorted((a, b) => a.apart - b.apart)[0]
    if (below) below.shaft.units.push(unit)
    else shafts.push({ kind: unit.kind as Connector['kind'], units: [unit] })
  }
  return shafts.filter((shaft) => shaft.units.length > 1).map(({ kind, units: members }, i) => {
    const id = `${kind}-${i + 1}`
    const named = members.find((unit) => unit.name !== '')
    repairs.push({ feature: id, code: 'floors-joined', metres: 0, detail: members.map((unit) => unit.id).join(' – ') })
    return { id, kind, name: named?.name ?? '', nameEn: named?.nameEn ?? '', units: members.map((unit) => unit.id), inferred: true }
  })
}
