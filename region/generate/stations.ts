import { buildingsEn } from '../data/departments.ts'
import type { Department } from './departments.ts'
import type { Hospital } from './places.ts'

interface Door {
  readonly kind: string
  readonly name: string
  readonly nameEn: string
  readonly at: { readonly building: string; readonly floor: string; readonly placeEn: string }
  readonly places: number
  readonly minutes: number
  readonly result?: number
  readonly joins?: 'automatic'
  readonly departmentId?: number
}

const at = (floor: number) => ({ building: '门诊楼', floor: `${floor}楼`, placeEn: `${buildingsEn['门诊楼']}, floor ${floor}` })
const GROUND = at(1)
const LABORATORY = '30'
/** How soon the result of a machine is there, in minutes, by its subject. */
const IMAGING: Readonly<Record<string, { minutes: number; result: number }>> = { '32.01': { minutes: 8, result: 30 }, '32.05': { minutes: 10, result: 5 }, '32.06': { minutes: 6, result: 10 } }

/** The counters of a hospital, as the signs on its doors name them: where a visit goes after the doctor. */
export function stationRows(hospital: Hospital, departments: readonly Department[]): (readonly unknown[])[] {
  const laboratory = departments.find((each) => each.subject === LABORATORY)
  const windows = (most: number) => (hospital.isHealthCentre ? 1 : Math.max(2, Math.round(most * hospital.scale)))
  const doors: Door[] = [
    { kind: 'laboratory', name: '采血室', nameEn: 'Blood tests', at: GROUND, places: windows(4), minutes: 3, result: 60, joins: 'automatic', ...(laboratory ? { departmentId: laboratory.id } : {}) },
    ...departments.filter((each) => IMAGING[each.subject]).map((each): Door => ({
      kind: 'examination', name: each.name, nameEn: each.nameEn, at: each, places: windows(2), departmentId: each.id, ...IMAGING[each.subject]!,
    })),
    { kind: 'pharmacy', name: '门诊药房', nameEn: 'Pharmacy', at: GROUND, places: windows(3), minutes: 4, joins: 'automatic' },
    { kind: 'window', name: '挂号收费窗口', nameEn: 'Registration and cashier', at: GROUND, places: windows(2), minutes: 3 },
    { kind: 'treatment', name: '治疗室', nameEn: 'Treatment room', at: at(hospital.isHealthCentre ? 1 : 2), places: 1, minutes: 15 },
    ...departments.filter((each) => each.subject === '21').map((each): Door => (
      { kind: 'rehabilitation', name: '康复治疗室', nameEn: 'Rehabilitation', at: each, places: 1, minutes: 30, departmentId: each.id })),
  ]
  return doors.map((door, i) => [
    hospital.id, i + 1, door.kind, door.name, door.nameEn, door.departmentId ?? null, door.at.building, door.at.floor, '', door.at.placeEn, door.name, door.places, door.minutes,
    door.result ?? null, door.joins ?? 'by-hand',
  ])
}
