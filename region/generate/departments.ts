import { spellingColumn } from '#platform/text/index.ts'
import { buildingsEn, departmentPlans, withoutClinics } from '../data/departments.ts'
import type { Hospital, RegionSize } from './places.ts'

export interface Subject {
  readonly code: string
  readonly name_en: string
  readonly usual_name: string
}

export interface Department {
  readonly id: number
  readonly name: string
  readonly nameEn: string
  readonly subject: string
  readonly groupName: string
  readonly campusId: number
  readonly parentId: number | null
  readonly building: string
  readonly floor: string
  readonly zone: string
  readonly placeEn: string
  readonly hasClinic: boolean
}

/** How many departments of each group the small region keeps. */
const SMALL_GROUP = 3
const SMALL_GROUPS_LATER = 1

/** Groups as the hall's signs show them, and the departments in them; doors and floors follow the order of the list. */
export function departmentsOf(hospital: Hospital, subjects: ReadonlyMap<string, Subject>, size: RegionSize): Department[] {
  const groups = departmentPlans[hospital.profile]
  const found: Department[] = []
  let clinicCount = 0
  for (const [turn, group] of groups.entries()) {
    const isDiagnostics = group.subjects.some((code) => withoutClinics.has(code))
    const kept = size === 'city' || hospital.isHealthCentre || isDiagnostics ? group.subjects : group.subjects.slice(0, turn < 2 ? SMALL_GROUP : SMALL_GROUPS_LATER)
    const floor = hospital.isHealthCentre ? 1 : 1 + Math.floor(turn / 2) + (turn > 0 ? 1 : 0)
    const parentId = kept.length > 1 && !hospital.isHealthCentre ? found.length + 1 : null
    const campusId = hospital.campuses.length > 1 && turn % 3 === 2 ? 2 : 1
    const placeEn = `${buildingsEn[group.building] ?? group.building}, floor ${floor}`
    const base = { groupName: group.name, campusId, building: group.building, floor: `${floor}楼`, placeEn }
    if (parentId) found.push({ ...base, id: parentId, name: group.name, nameEn: group.nameEn, subject: '', parentId: null, zone: '', hasClinic: false })
    for (const code of kept) {
      const subject = subjects.get(code)!
      const hasClinic = !withoutClinics.has(code)
      const letter = hasClinic ? 'ABCDEFGHJKLMNP'[Math.floor(clinicCount++ / 3) % 14]! : ''
      const zone = letter && { zone: `${letter}区`, placeEn: `${placeEn}, zone ${letter}` }
      found.push({ ...base, id: found.length + 1, name: subject.usual_name, nameEn: subject.name_en, subject: code, parentId, zone: '', ...zone, hasClinic })
    }
  }
  return found
}

export function departmentRow(hospital: Hospital, each: Department): readonly unknown[] {
  return [
    hospital.id, each.id, `K${String(each.id).padStart(3, '0')}`, each.campusId, each.parentId, each.name, each.nameEn, spellingColumn(each.name),
    each.subject === '' ? [] : [each.subject], describe(each), each.building, each.floor, each.zone, each.placeEn,
  ]
}

function describe(each: Department): string {
  if (each.subject === '') return ''
  if (!each.hasClinic) return `凭医生开的检查单来，在${each.building}${each.floor}。`
  return `诊室在${each.building}${each.floor}${each.zone}。`
}
