import { spellingColumn } from '#platform/text/index.ts'
import { chance } from '../prng.ts'
import { districts, type DistrictSeed, positionAt } from '../data/places.ts'
import { firstHealthCentreId, healthCentreCount, type HospitalSeed, smallRegion, tertiaryHospitals } from '../data/hospitals.ts'

export type RegionSize = 'small' | 'city'

export interface Campus {
  readonly id: number
  readonly name: string
  readonly address: string
  readonly longitude: number
  readonly latitude: number
}

/** A hospital of the region with its place on the map. */
export interface Hospital extends HospitalSeed {
  readonly isHealthCentre: boolean
  readonly code: string
  readonly address: string
  readonly phone: string
  readonly campuses: readonly Campus[]
}

export function districtRows(): (readonly unknown[])[] {
  return districts.map((district) => {
    const { longitude, latitude } = positionAt(district.east, district.north)
    return [district.id, district.name, district.nameEn, longitude, latitude]
  })
}

/** The hospitals and health centres of a region of this size; `small` is a part of `city`, with the same numbers and names. */
export function hospitalsOf(seed: string, size: RegionSize): Hospital[] {
  const centres = healthCentres()
  const seeds = size === 'city'
    ? [...tertiaryHospitals, ...centres]
    : [...tertiaryHospitals.filter((each) => smallRegion.tertiary.includes(each.id)), ...centres.slice(0, smallRegion.healthCentres)]
  return seeds.map((each) => place(seed, each))
}

/** Four to a district, the fifth where most people live; named after street or town. */
function healthCentres(): HospitalSeed[] {
  const places = [0, 1, 2, 3, 4].flatMap((turn) => districts.map((district) => ({ district, town: district.towns[turn] }))).filter((each) => each.town !== undefined)
  return places.slice(0, healthCentreCount).map(({ district, town }, i) => ({
    id: firstHealthCentreId + i,
    name: `${district.name}${town}社区卫生服务中心`,
    nameEn: `${spelledTown(town!)} Community Health Centre, ${district.nameEn}`,
    shortName: `${town!.replace(/街道|镇$/, '')}社区卫生服务中心`,
    profile: 'health-centre' as const,
    districtId: district.id,
    scale: 1,
  }))
}

function spelledTown(town: string): string {
  const spelled = spellingColumn(town.replace(/街道|镇$/, '')).split(' ')[0]!
  return spelled[0]!.toUpperCase() + spelled.slice(1)
}

function place(seed: string, hospital: HospitalSeed): Hospital {
  const isHealthCentre = hospital.profile === 'health-centre'
  const home = districts.find((each) => each.id === hospital.districtId)!
  const main = campusIn(seed, hospital, home, 1)
  const second = districts.find((each) => each.id === hospital.secondCampus)
  const campuses = [{ ...main, name: second ? '本部' : isHealthCentre ? '中心' : '院本部' }]
  if (second) campuses.push({ ...campusIn(seed, hospital, second, 2), name: `${second.name.replace('区', '')}院区` })
  return {
    ...hospital, isHealthCentre, campuses,
    code: `LX${hospital.id}`,
    address: main.address,
    // 0500 is assigned to no city.
    phone: `0500-${(6000_0000 + hospital.id * 1000).toString().padStart(8, '0')}`,
  }
}

function campusIn(seed: string, hospital: HospitalSeed, district: DistrictSeed, id: number): Campus {
  const luck = chance(seed, 'campus', hospital.id, id)
  const spread = 2.4 + Math.hypot(district.east, district.north) / 12
  const position = positionAt(district.east + (luck.next() - 0.5) * 2 * spread, district.north + (luck.next() - 0.5) * 2 * spread)
  return { id, name: '', address: `临溪市${district.name}${luck.pick(district.streets)}${1 + luck.below(990)}号`, ...position }
}

export function institutionRow(seed: string, hospital: Hospital): readonly unknown[] {
  const luck = chance(seed, 'institution', hospital.id)
  const line = 1 + luck.below(8)
  const stop = hospital.address.replace(/^临溪市.*?区/, '').replace(/\d+号$/, '')
  return [
    hospital.id, hospital.code, hospital.isHealthCentre ? 'community-health-centre' : 'tertiary-hospital',
    hospital.isHealthCentre ? '社区卫生服务中心' : hospital.scale < 0.9 ? '三级乙等' : '三级甲等',
    hospital.name, hospital.nameEn, hospital.shortName, spellingColumn(hospital.name), hospital.districtId, hospital.address, hospital.phone,
    hospital.campuses[0]!.longitude, hospital.campuses[0]!.latitude,
    introductions[hospital.profile],
    hospital.isHealthCentre ? `公交${100 + luck.below(400)}路到${stop}站，走3分钟。` : `地铁${line}号线${stop}站${luck.pick(['1', '2', '3', '4'])}号口出，走${2 + luck.below(9)}分钟。门诊楼东侧有地下停车场，上午车多。`,
    'A',
  ]
}

const introductions: Readonly<Record<HospitalSeed['profile'], string>> = {
  'health-centre': '家门口的全科门诊：看常见病，管慢性病，签家庭医生，打疫苗。',
  general: '综合医院，内外妇儿各科齐全，门诊每天开放。',
  tcm: '以中医为主的综合医院，针灸、推拿、骨伤和肛肠各有专科。',
  integrated: '中医和西医一起看，适合慢性病和术后调理。',
  'women-and-children': '看女性和孩子：产检、分娩、儿童保健都在这里。',
  children: '只看孩子，从新生儿到十八岁。',
  women: '妇科和产科专科医院。',
  'eye-and-ent': '眼科与耳鼻喉专科医院。',
  dental: '口腔专科医院，每个亚专科都有门诊。',
  oncology: '肿瘤专科医院，多学科一起定方案。',
  chest: '肺、心脏和食管疾病的专科医院，也是结核病定点医院。',
  mental: '精神科与心理科专科医院，门诊保护隐私。',
  infectious: '感染病专科医院，设发热门诊和肝病门诊。',
  skin: '皮肤科专科医院。',
  bone: '骨科专科医院，设运动医学和康复。',
  rehabilitation: '康复专科医院，中风和术后康复都可以预约。',
  geriatric: '老年病专科医院，一次评估，多病一起管。',
  heart: '心血管专科医院，胸痛中心全天开放。',
}

export function campusRows(seed: string, hospital: Hospital): (readonly unknown[])[] {
  return hospital.campuses.map((each) => [
    hospital.id, each.id, each.name, each.address, each.longitude, each.latitude, checkInCode(seed, hospital.id, each.id),
  ])
}

/** What the code on the wall says. The second half cannot be guessed from the first: one has to stand in front of it. */
export function checkInCode(seed: string, institutionId: number, campusId: number): string {
  const luck = chance(seed, 'wall', institutionId, campusId)
  const letters = Array.from({ length: 8 }, () => luck.pick([...'23456789ABCDEFGHJKLMNPQRSTUVWXYZ'])).join('')
  return `LX${institutionId}-${campusId}-${letters}`
}
