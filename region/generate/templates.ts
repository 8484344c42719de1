import { DEMO_HOSPITAL, demoDoctors } from '../data/demo-people.ts'
import { chance } from '../prng.ts'
import type { Hospital, RegionSize } from './places.ts'
import type { Service } from './services.ts'

const WEEK = [1, 2, 3, 4, 5]
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7, 8]

interface Half {
  readonly half: 'morning' | 'afternoon' | 'evening'
  readonly from: string
  readonly to: string
}
const MORNING: Half = { half: 'morning', from: '08:00', to: '11:30' }
const AFTERNOON: Half = { half: 'afternoon', from: '13:30', to: '16:45' }
const EVENING: Half = { half: 'evening', from: '17:30', to: '20:30' }

export interface Pattern extends Half {
  readonly weekdays: readonly number[]
  readonly minutes: number
  readonly pools: Readonly<Record<string, number>>
}

/** Whose units they are. A third or a quarter of the experts' units belong to family doctors: 30 % over the region. */
export const poolRows = (institutionId: number): (readonly unknown[])[] => [
  [institutionId, 1, 'public', '公众', 'Public', 14, '07:00', 0, null, null, {}],
  [institutionId, 2, 'family-doctor', '家庭医生', 'Family doctors', 19, '07:00', 0, 'public', 2, {}],
  [institutionId, 3, 'on-site', '当日现场', 'On the day, at the hospital', 0, '06:30', 0, null, null, { channels: ['window', 'desk', 'kiosk'] }],
  [institutionId, 4, 'elderly', '长者', 'People of 65 and over', 14, '07:00', 0, 'public', 0, { minAge: 65 }],
  [institutionId, 5, 'revisit', '复诊', 'Return visits', 28, '07:00', 0, 'public', 1, {}],
  [institutionId, 6, 'consortium', '医联体', 'Consortium members', 17, '07:00', 0, 'public', 2, {}],
  [institutionId, 7, 'team', '诊疗团队', 'Within the team', 28, '07:00', 0, 'public', 1, {}],
  [institutionId, 8, 'waitlist', '候补', 'Waitlist', 28, '00:00', 0, null, null, { channels: ['waitlist'] }],
  [institutionId, 9, 'draw', '摇号', 'Draw', 28, '00:00', 0, null, null, { channels: ['lottery'] }],
]

const EXPERT_THIRD = { public: 2, 'family-doctor': 1 }
const EXPERT_QUARTER = { public: 2, 'family-doctor': 1, revisit: 1 }

/** The weekly pattern of a service. Hospitals' general clinics work weekdays and some Saturdays; experts two or three half-days. */
export function patternsOf(seed: string, hospital: Hospital, service: Service, size: RegionSize): readonly Pattern[] {
  if (isAlwaysOpen(hospital, service)) return ROUND_THE_CLOCK
  const luck = chance(seed, 'sessions', hospital.id, service.id)
  if (hospital.isHealthCentre) {
    const pools = { public: 2, 'on-site': 1, elderly: 1 }
    if (service.practitioner) return [{ ...MORNING, weekdays: EVERY_DAY, minutes: 15, pools }, { ...AFTERNOON, weekdays: WEEK, minutes: 15, pools }]
    return [{ ...MORNING, weekdays: WEEK, minutes: 15, pools }]
  }
  if (service.kind === 'expert') {
    const halves = luck.some([...WEEK].flatMap((day) => [{ day, half: MORNING }, { day, half: AFTERNOON }]), service.feeCode === 'REG-CH' ? 2 : 3)
    const pools = luck.next() < 0.68 ? EXPERT_THIRD : EXPERT_QUARTER
    return halves.map(({ day, half }) => ({ ...half, weekdays: [day], minutes: 15, pools }))
  }
  if (service.kind === 'special-disease') return [{ ...AFTERNOON, weekdays: luck.some(WEEK, 2), minutes: 15, pools: { public: 2, revisit: 2 } }]
  const pools = { public: 3, 'on-site': 1, elderly: 1 }
  const weekdays = size === 'small' || luck.next() < 0.3 ? EVERY_DAY : WEEK
  const patterns: Pattern[] = [{ ...MORNING, weekdays, minutes: 15, pools }]
  if (size === 'small' || luck.next() < 0.7) patterns.push({ ...AFTERNOON, weekdays: WEEK, minutes: 15, pools })
  if (size === 'small') patterns.push({ ...EVENING, weekdays: EVERY_DAY, minutes: 15, pools: { public: 3 } })
  return patterns
}

/** The demonstration's doctors and the general practice they belong to see people at any hour. */
const ROUND_THE_CLOCK: readonly Pattern[] = [
  { half: 'morning', from: '00:00', to: '12:00' } as const,
  { half: 'afternoon', from: '12:00', to: '18:00' } as const,
  { half: 'evening', from: '18:00', to: '24:00' } as const,
].map((half) => ({ ...half, weekdays: EVERY_DAY, minutes: 15, pools: { public: 3, 'family-doctor': 2, 'on-site': 1, elderly: 1, revisit: 1, team: 1, consortium: 1 } }))

function isAlwaysOpen(hospital: Hospital, service: Service): boolean {
  if (hospital.id !== DEMO_HOSPITAL) return false
  if (service.practitioner === null) return service.subject === '02' && service.kind === 'general'
  return demoDoctors.some((each) => each.name === service.practitioner?.name && each.subject === service.subject)
}

export function templateRow(hospital: Hospital, service: Service, id: number, pattern: Pattern, validFrom: string): readonly unknown[] {
  return [
    hospital.id, id, service.id, service.practitioner?.id ?? null, validFrom, pattern.weekdays, pattern.half, pattern.from, pattern.to,
    pattern.minutes, pattern.pools, service.practitioner?.room ?? '',
  ]
}
