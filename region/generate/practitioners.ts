import { nameInLatin, spellingColumn } from '#platform/text/index.ts'
import { chance } from '../prng.ts'
import { DEMO_HOSPITAL, demoDoctors } from '../data/demo-people.ts'
import { specialities } from '../data/specialities.ts'
import type { Department } from './departments.ts'
import { personName, type Sex } from './people-names.ts'
import type { Hospital, RegionSize } from './places.ts'

export type Title = 'chief' | 'associate-chief' | 'attending' | 'resident'

export interface Practitioner {
  readonly id: number
  readonly code: string
  readonly departmentId: number
  readonly subject: string
  readonly name: string
  readonly nameEn: string
  readonly sex: Sex
  readonly title: Title
  readonly speciality: string
  readonly introduction: string
  readonly room: string
}

/** Doctors of a large department, by the size of the hospital; a city then has about six thousand. */
const DOCTORS_PER_DEPARTMENT = 6

const BORN: Readonly<Record<Title, number>> = { chief: 1970, 'associate-chief': 1978, attending: 1988, resident: 1996 }

/** Doctors by department. Their order within a department is by title: the chiefs come first. */
export function practitionersOf(seed: string, hospital: Hospital, departments: readonly Department[], size: RegionSize): Practitioner[] {
  const found: Practitioner[] = []
  for (const department of departments.filter((each) => each.hasClinic)) {
    const luck = chance(seed, 'doctors', hospital.id, department.subject)
    const count = howMany(hospital, size, luck.next())
    for (let turn = 0; turn < count; turn++) {
      found.push(makeDoctor(seed, hospital, department, turn, found.length + 1))
    }
  }
  return found
}

function howMany(hospital: Hospital, size: RegionSize, luck: number): number {
  if (hospital.isHealthCentre) return luck < 0.25 ? 2 : 1
  if (size === 'small') return luck < 0.5 ? 1 : 2
  return Math.max(2, Math.round(DOCTORS_PER_DEPARTMENT * hospital.scale * (0.65 + 0.7 * luck)))
}

function makeDoctor(seed: string, hospital: Hospital, department: Department, turn: number, id: number): Practitioner {
  const luck = chance(seed, 'doctor', hospital.id, department.subject, turn)
  const sex: Sex = luck.next() < (department.subject.startsWith('04') ? 0.15 : department.subject.startsWith('05') ? 0.85 : 0.5) ? 'female' : 'male'
  const title = hospital.isHealthCentre ? luck.pick<Title>(['attending', 'attending', 'associate-chief']) : turn % 4 === 0 ? 'chief' : turn % 4 === 1 ? 'associate-chief' : 'attending'
  const known = hospital.id === DEMO_HOSPITAL && turn === 0 ? demoDoctors.find((each) => each.subject === department.subject) : undefined
  const { name, surnameLength } = known ? { name: known.name, surnameLength: 1 } : personName(luck, sex, BORN[title])
  const words = wordsOf(department.subject)
  const skills = luck.some(words, 3 + luck.below(2))
  return {
    id, name, title,
    sex: known?.sex ?? sex,
    code: `${hospital.code}D${String(id).padStart(4, '0')}`,
    departmentId: department.id,
    subject: department.subject,
    nameEn: nameInLatin(name, surnameLength),
    speciality: `擅长${skills.join('、')}的诊治`,
    introduction: `从事${department.name}临床工作${{ chief: 24, 'associate-chief': 16, attending: 8, resident: 3 }[title] + luck.below(8)}年。`,
    room: `${department.zone.replace('区', '')}${String(1 + (turn % 6)).padStart(2, '0')}诊室`,
  }
}

function wordsOf(subject: string): readonly string[] {
  return specialities[subject] ?? specialities[subject.split('.')[0]!] ?? ['常见病', '多发病', '慢性病']
}

export function practitionerRow(hospital: Hospital, each: Practitioner): readonly unknown[] {
  return [
    hospital.id, each.id, each.code, each.departmentId, each.name, each.nameEn, spellingColumn(each.name, 'name'), each.sex, each.title,
    each.speciality, each.introduction, each.room,
  ]
}

export function roomRows(hospital: Hospital, departments: readonly Department[], practitioners: readonly Practitioner[]): (readonly unknown[])[] {
  const rooms = new Map<string, Department>()
  for (const each of practitioners) rooms.set(`${each.room} ${each.departmentId}`, departments.find((department) => department.id === each.departmentId)!)
  return [...rooms].map(([name, department], i) => [hospital.id, i + 1, department.id, name.split(' ')[0], department.building, department.floor, department.zone, `Room ${name.split('诊室')[0]}`])
}
