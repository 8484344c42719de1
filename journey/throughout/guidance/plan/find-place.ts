import { facilityKinds, type PlanDocument, type Unit } from './format.ts'

/** What other modules know of a place: the words on its door. */
export interface RoomWords {
  readonly building?: string | undefined
  readonly floor?: string | undefined
  readonly room?: string | undefined
  readonly name?: string | undefined
  readonly departmentId?: number | undefined
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s（）()·]/g, '').replace(/号?(诊室|窗口)$/u, '$1')
const floorNumber = (text: string): string => /-?\d+/.exec(text)?.[0] ?? text

export interface PlaceFound {
  readonly unit: Unit
  readonly score: number
}

/**
 * The unit these words most likely mean; undefined when none fits well enough to send somebody there, or when several
 * rooms fit equally well: a wrong door is worse than a question. Of several toilets any will do.
 */
export function findPlace(plan: PlanDocument, words: RoomWords): PlaceFound | undefined {
  const levels = new Map(plan.levels.map((level) => [level.id, level]))
  const buildings = new Map(plan.buildings.map((building) => [building.id, building]))
  let best: PlaceFound | undefined
  let isTied = false
  for (const unit of plan.units) {
    const named = fits(unit, words.room) + fits(unit, words.name) + (words.departmentId !== undefined && unit.departmentId === words.departmentId ? 40 : 0)
    if (named < 30 || unit.kind === 'closed') continue
    const level = levels.get(unit.level)!
    const score = named + agrees(words.floor, floorNumber(level.name), floorNumber(words.floor ?? ''), 25) + agrees(words.building, buildings.get(level.building)!.name, words.building ?? '', 15)
    if (score < 30 || score < (best?.score ?? 0)) continue
    isTied = score === best?.score && !facilities.has(unit.kind)
    if (score > (best?.score ?? 0)) best = { unit, score }
  }
  return isTied ? undefined : best
}

const facilities: ReadonlySet<string> = new Set(facilityKinds)

function fits(unit: Unit, asked: string | undefined): number {
  if (!asked) return 0
  const wanted = plain(asked)
  const name = plain(unit.name)
  const others = [unit.nameEn, ...(unit.also ?? [])].filter((text) => text !== '').map(plain)
  if (name === wanted || others.includes(wanted)) return 60
  if (name.includes(wanted) || others.some((text) => text.includes(wanted))) return 40
  return name.length >= 2 && wanted.includes(name) ? 35 : 0
}

function agrees(asked: string | undefined, here: string, wanted: string, weight: number): number {
  if (!asked || here === '') return 0
  return here === wanted || here.includes(wanted) || wanted.includes(here) ? weight : -weight
}
