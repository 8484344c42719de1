import { readFileSync } from 'node:fs'
import { csvRecords } from '#platform/text/index.ts'
import { departmentsOf, type Subject } from '../../generate/departments.ts'
import { type Hospital, hospitalsOf, type RegionSize } from '../../generate/places.ts'
import { practitionersOf } from '../../generate/practitioners.ts'
import { servicesOf } from '../../generate/services.ts'
import { patternsOf } from '../../generate/templates.ts'
import type { Assumptions } from './assumptions.ts'
import { type Luck, luckOf } from './luck.ts'

const TUESDAY = 2
const INSTITUTIONS_OF_A_CITY = 103
const REGION_SEED = 'linxi'
const MINUTE = 60
/** How full the clinics are that everybody wants, on average the others, and what share of clinics everybody wants. */
const FULL = 0.97
const OTHERS = 0.6
const WANTED_SHARE = 0.6

/** One doctor, or the doctors of a general clinic, in one half-day. */
export interface Session {
  readonly id: number
  readonly subject: string
  readonly doctors: number
  /** Seconds after midnight. */
  readonly from: number
  readonly to: number
  readonly period: number
  readonly unitsPerPeriod: number
  /** Seconds in the middle: the speciality's and this doctor's; and how this day differs from the doctor's others. */
  readonly usualSeconds: number
  readonly today: number
  readonly startsAt: number
}

/** Somebody who wants to be seen; the same person in both worlds. */
export interface Patient {
  readonly id: number
  readonly session: Session
  readonly class: 'booked' | 'walk-in'
  readonly priorityGroup: string
  readonly dueFrom: number
  readonly comes: boolean
  /** When they come with a booked period, and when for a half-day's number. */
  readonly comesAt: number
  readonly comesForNumberAt: number
  readonly isAbsentOnce: boolean
  readonly consult: number
  readonly secondConsult: number
  readonly laboratory: number
  readonly examination: number
  readonly pharmacy: number
  readonly laboratoryResult: number
  readonly examinationResult: number
  readonly returnsSameDay: boolean
  readonly paysByPhone: boolean
  readonly checksInByPhone: boolean
  readonly needsCard: boolean
  readonly signsInAtDesk: boolean
  readonly asksForExamination: boolean
  readonly collectsReports: boolean
  /** One for each time at a window or machine. */
  readonly counterSpeed: number
}

export interface DayOfInstitution {
  readonly institutionId: number
  readonly isHealthCentre: boolean
  readonly sessions: readonly Session[]
  readonly patients: readonly Patient[]
}

export interface Demand {
  readonly seed: string
  /** What stays from day to day: the doctors' own pace, and which clinics are held. The day's seed unless said. */
  readonly usual?: string
  readonly size: RegionSize
  readonly assume: Assumptions
  /** Only so many institutions, spread over the region. */
  readonly institutions?: number
}

const subjects = new Map(
  csvRecords(readFileSync(new URL('../../../journey/throughout/directory/lists/diagnosis-subjects.csv', import.meta.url), 'utf8'))
    .map((row) => [row['code']!, row as unknown as Subject]),
)

/**
 * A working day of the region: clinics from the same plan as the running product's. The sample region plans far more clinics than
 * the documents' volume fills; as many of them are open as a year of over ten million visits keeps busy.
 */
export function dayOfRegion({ seed, usual = seed, size, assume, institutions }: Demand): DayOfInstitution[] {
  const all = hospitalsOf(REGION_SEED, size)
  const wanted = (assume.visitsPerYear / assume.clinicDays) * (size === 'city' ? 1 : all.length / INSTITUTIONS_OF_A_CITY)
  const planned = all.map((hospital) => ({ hospital, sessions: sessionsOf({ seed, usual }, hospital, size, assume) }))
  const units = planned.flatMap(({ sessions }) => sessions).reduce((sum, session) => sum + unitsOf(session), 0)
  const filled = WANTED_SHARE * FULL + (1 - WANTED_SHARE) * OTHERS
  const comes = assume.walkIns + (1 - assume.walkIns) * assume.shows
  const open = Math.min(1, wanted / (units * filled * comes))
  const every = institutions ? Math.max(1, Math.floor(all.length / institutions)) : 1
  return planned.filter((_, i) => i % every === 0).slice(0, institutions).map(({ hospital, sessions }) => {
    const isOpen = luckOf(usual, 'open', hospital.id)
    const kept = sessions.filter(() => isOpen.happens(open))
    const patients: Patient[] = []
    for (const session of kept) patientsOf(seed, hospital.id, session, assume, patients)
    return { institutionId: hospital.id, isHealthCentre: hospital.isHealthCentre, sessions: kept, patients }
  })
}

const unitsOf = (session: Session): number => Math.floor((session.to - session.from) / session.period) * session.unitsPerPeriod

function sessionsOf({ seed, usual }: { readonly seed: string; readonly usual: string }, hospital: Hospital, size: RegionSize, assume: Assumptions): Session[] {
  const departments = departmentsOf(hospital, subjects, size)
  const practitioners = practitionersOf(REGION_SEED, hospital, departments, size)
  const found: Session[] = []
  for (const service of servicesOf(hospital, departments, practitioners, size)) {
    const own = luckOf(usual, 'doctor', hospital.id, service.id)
    const usualSeconds = MINUTE * own.logNormal(middleOf(service.subject, assume), assume.doctorSpread)
    for (const pattern of patternsOf(REGION_SEED, hospital, service, size).filter((one) => one.weekdays.includes(TUESDAY) && one.half !== 'evening')) {
      const luck = luckOf(seed, 'session', hospital.id, service.id, pattern.half)
      const planned = Object.values(pattern.pools).reduce((sum, each) => sum + each, 0)
      const doctors = service.practitioner ? 1 : Math.max(1, Math.round((planned * usualSeconds) / (pattern.minutes * MINUTE)))
      const [from, to] = hoursOf(pattern.from, pattern.to, pattern.half)
      found.push({
        id: found.length + 1, subject: service.subject, doctors, from, to, period: pattern.minutes * MINUTE,
        // A clinic gives out what its doctors can see: nobody plans to be late all morning.
        unitsPerPeriod: Math.max(1, Math.min(planned, Math.round((doctors * pattern.minutes * MINUTE) / (usualSeconds * 1.05)))),
        usualSeconds, today: assume.todayPace * Math.exp(assume.daySpread * luck.normal()),
        startsAt: from + MINUTE * Math.max(-5, assume.startDelay + assume.startSpread * luck.normal()),
      })
    }
  }
  return found
}

/** The demonstration's own doctors work round the clock; a simulated day has mornings and afternoons. */
function hoursOf(from: string, to: string, half: string): [number, number] {
  const seconds = (clock: string) => Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3)) * MINUTE
  return half === 'morning' ? [Math.max(seconds(from), 8 * 3600), Math.min(seconds(to), 11.5 * 3600)] : [Math.max(seconds(from), 13.5 * 3600), Math.min(seconds(to), 16.75 * 3600)]
}

function middleOf(subject: string, { consultMinutes }: Assumptions): number {
  return consultMinutes[subject] ?? consultMinutes[subject.slice(0, 2)] ?? consultMinutes['']!
}

function patientsOf(seed: string, institutionId: number, session: Session, assume: Assumptions, into: Patient[]): void {
  const luck = luckOf(seed, 'patients', institutionId, session.id, session.from)
  const papers = luckOf(seed, 'papers', institutionId, session.id, session.from)
  // People crowd to the known doctors; the others' clinics are half empty.
  const full = luck.happens(WANTED_SHARE) ? FULL : 2 * OTHERS - FULL + 2 * (FULL - OTHERS) * luck.next()
  for (let from = session.from; from + session.period <= session.to; from += session.period) {
    for (let unit = 0; unit < session.unitsPerPeriod; unit++) {
      if (luck.happens(full)) into.push(aPatient(into.length + 1, session, from, { luck, papers }, assume))
    }
  }
}

function aPatient(id: number, session: Session, dueFrom: number, { luck, papers }: { readonly luck: Luck; readonly papers: Luck }, assume: Assumptions): Patient {
  const isWalkIn = luck.happens(assume.walkIns)
  const seconds = session.usualSeconds * session.today
  const hasLaboratory = luck.happens(assume.laboratory)
  const hasExamination = luck.happens(assume.examination)
  const at = (kind: keyof Assumptions['seconds']) => luck.logNormal(assume.seconds[kind], 0.5)
  const patient = {
    id, session, dueFrom,
    class: isWalkIn ? 'walk-in' as const : 'booked' as const,
    priorityGroup: luck.happens(assume.priority) ? 'elder-80' : '',
    comes: isWalkIn || luck.happens(assume.shows),
    comesAt: isWalkIn ? dueFrom - MINUTE * 30 * luck.next() : dueFrom - MINUTE * Math.min(75, assume.early + assume.earlySpread * luck.normal()),
    comesForNumberAt: Math.min(session.to - 15 * MINUTE, session.from + MINUTE * Math.max(-75, assume.halfDayArrival + assume.halfDaySpread * luck.normal())),
    isAbsentOnce: luck.happens(assume.absent),
    consult: luck.logNormal(seconds, assume.consultSpread),
    secondConsult: luck.logNormal(seconds * assume.secondLook, assume.consultSpread),
    laboratory: hasLaboratory ? at('laboratory') : 0,
    examination: hasExamination ? at('examination') : 0,
    pharmacy: luck.happens(assume.drugs) ? at('pharmacy') : 0,
    laboratoryResult: MINUTE * luck.logNormal(assume.laboratoryResult, 0.3),
    examinationResult: MINUTE * luck.logNormal(assume.examinationResult, 0.3),
    returnsSameDay: (hasLaboratory || hasExamination) && luck.happens(assume.sameDayReturn),
    paysByPhone: luck.happens(assume.payByPhone),
    checksInByPhone: luck.happens(assume.checkInByPhone),
    needsCard: luck.happens(assume.cardQueue),
    signsInAtDesk: luck.happens(assume.deskSignIn),
    counterSpeed: luck.logNormal(1, 0.4),
    asksForExamination: hasExamination && papers.happens(assume.examinationDesk),
  }
  const waitsForPaper = patient.returnsSameDay ? assume.reportOfReturning : hasLaboratory || hasExamination ? assume.reportOfOthers : 0
  return { ...patient, collectsReports: papers.happens(waitsForPaper) }
}
