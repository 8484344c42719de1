import type { Correction } from '#engines/queue/index.ts'
import type { Agenda } from './agenda.ts'
import type { Assumptions } from './assumptions.ts'
import type { Clinic } from './clinic.ts'
import { ruleOfTheDay } from './clock.ts'
import type { EndPromiser, Moment, PromisedEnd } from './contract.ts'
import type { Patient, Session } from './demand.ts'
import type { Station } from './station.ts'

export interface World {
  readonly seed: string
  readonly rules: 'with' | 'without'
  readonly assume: Assumptions
  /** What past days were like, when this day is to be a surprise. */
  readonly remembered: Assumptions
  readonly correction: Correction
  readonly forecasts: boolean
  readonly promiseEnd: EndPromiser | null
}

/** What one person was told, and what came true. Times in seconds after midnight. */
export interface Told {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly comeBackAt: number | null
  readonly played: { readonly from: number; readonly middle: number; readonly to: number }
  real: number | null
}

interface ToldEnd {
  readonly why: Moment['why']
  readonly at: number
  readonly from: number
  readonly to: number
  /** The very answer it was taken from. */
  readonly answer: PromisedEnd
  real: number | null
}

export interface Visit {
  readonly patient: Patient
  readonly kind: 'on-time' | 'late' | 'walk-in' | 'priority'
  readonly cameAt: number
  /** Every wait, in seconds; its length is how often they stood in a queue. */
  readonly waits: number[]
  /** From check-in, or from the number, to the doctor; and from the booked period, when that came later. */
  consultWait: number
  afterDue: number
  returnWait: number | null
  endedAt: number
  readonly told: Told[]
  readonly toldEnd: ToldEnd[]
  /** What was said at nine, against the end of the whole day with all the doctor ordered. */
  readonly toldDay: ToldEnd[]
}

/** Seconds between two places. */
export const WALK = 180

/** A building on its day: its counters, its clinics, and the rules it works by. */
export interface Building {
  readonly world: World
  readonly agenda: Agenda
  readonly stations: Record<'laboratory' | 'examination' | 'pharmacy' | 'window' | 'machine' | 'examinationDesk' | 'reports', Station>
  readonly clinics: ReadonlyMap<Session, Clinic>
}

/** Laboratory and examination each give out their own. */
export const papersOf = ({ laboratory, examination }: Patient): number => (laboratory > 0 ? 1 : 0) + (examination > 0 ? 1 : 0)

/** Stands in one more line. */
export function queue(visit: Visit, station: Station, now: number, seconds: number, then: (now: number) => void): void {
  station.join(now, seconds, (_, waited) => visit.waits.push(waited), then)
}

export function newVisit(patient: Patient, { rules }: World): Visit {
  const lateAfter = patient.dueFrom + patient.session.period + ruleOfTheDay.graceMinutes * 60
  const kind = patient.priorityGroup ? 'priority' : patient.class === 'walk-in' ? 'walk-in' : patient.comesAt > lateAfter ? 'late' : 'on-time'
  const cameAt = rules === 'with' ? patient.comesAt : patient.comesForNumberAt
  return { patient, kind, cameAt, waits: [], consultWait: 0, afterDue: 0, returnWait: null, endedAt: cameAt, told: [], toldEnd: [], toldDay: [] }
}
