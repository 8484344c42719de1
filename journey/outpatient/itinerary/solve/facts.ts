import type { StepKind } from '../contract.ts'

/** Minutes as half of people need them, and as four in five do. */
export type Span = readonly [usual: number, long: number]

/** Something that stands before another thing: its end, and how long after it (a result that has to come). */
export interface Need {
  readonly id: string
  readonly lag: Span
}

/** One thing of somebody's day, as the solver and the sentences need to know it. Times are milliseconds. */
export interface Thing {
  readonly id: string
  readonly kind: Exclude<StepKind, 'walk' | 'wait-result'>
  readonly institutionId: number | null
  readonly name: string
  readonly nameEn: string
  /** What the sentences call whoever or whatever does it: a doctor, a counter. */
  readonly by: string
  readonly byEn: string
  /** The same words mean the same place; '' is anywhere. */
  readonly place: string
  readonly state: 'open' | 'running' | 'done' | 'blocked'
  readonly minutes: Span
  /** In line after one has got there. */
  readonly wait: Span
  /** A place in line already: called between these two (half by the first, four in five by the second). */
  readonly called: readonly [number, number] | null
  readonly notBefore: number | null
  /** Not in line yet: equal parts of when they will be called, however early they may come. Takes the place of `notBefore` and `wait`. */
  readonly turn?: readonly number[]
  readonly closesAt: number | null
  /** Closed now by its hours: when it opens; 0 when nobody knows. Absent while it is open. */
  readonly opensAt?: number | null
  readonly after: readonly Need[]
  readonly since: number | null
  readonly doneAt: number | null
  readonly needsFasting: boolean
  /** Said by the doctor or desk: starts later, until when, why. */
  readonly lateUntil: number | null
  readonly lateReason: string
  readonly missedCall: boolean
  readonly patientLate: boolean
  /** The result of it: when it is expected, and whether it is there. */
  readonly resultAt: number | null
  readonly resultReady: boolean
  readonly dueCents: number | null
  readonly label: string | null
  readonly ahead: number | null
  readonly at: { readonly building: string; readonly floor: string; readonly room: string; readonly departmentId?: number | undefined } | null
  /** The way to its door in English, and what the door says; empty: as the signs say it. */
  readonly placeEn: string
  readonly roomEn: string
  readonly visitId: string | null
  readonly stopId: string | null
}

export interface PlanRules {
  readonly walkMinutes: number
  readonly lunchFrom: string
  readonly lunchTo: string
  readonly lunchMinutes: number
  readonly breakfastMinutes: number
  /** A new order must bring at least so much before it replaces the one being followed. */
  readonly swapGainMinutes: number
  /** Smaller moves of the end are not spoken of. */
  readonly wordMinutes: number
  readonly lateAfterMinutes: number
}

export interface Closing {
  readonly text: string
  readonly textEn: string
  readonly fromAt: number
  readonly untilAt: number | null
  /** Minutes between two places while it is closed, by `from|to`, where it lies between them; null: no way at all. */
  readonly walks: Readonly<Record<string, number | null>>
}

/** Everything a plan is made from. */
export interface Facts {
  readonly day: string
  readonly things: readonly Thing[]
  /** Where the patient is, as far as is known; null before they came. */
  readonly here: string | null
  /** Minutes between two places, by `from|to`; what is missing takes the usual minutes. */
  readonly walks: Readonly<Record<string, number>>
  /** Ways that are closed now, in words. */
  readonly closures: readonly { readonly text: string; readonly textEn: string }[]
  /** Ways that close later this day: whoever walks one of them then goes another way. */
  readonly closing?: readonly Closing[]
  readonly rules: PlanRules
}

export interface Placed {
  readonly id: string
  /** When it begins: one day in five before the first, one in five after the last. */
  readonly from: number
  readonly middle: number
  readonly to: number
  readonly endMiddle: number
  readonly walkMinutes: number
}

export interface Plan {
  readonly order: readonly Placed[]
  readonly blocked: readonly string[]
  /** The end as it was worked out, to the moment; what is said is made of it. */
  readonly worked?: Ends | null
  /** Four of five days end between the first and the last. */
  readonly ends: Ends | null
}

/** An end as a range; milliseconds. */
export interface Ends {
  readonly from: number
  readonly middle: number
  readonly to: number
}

export const MINUTE = 60_000

/** A thing with nothing particular about it; tests and builders fill in what they know. */
export function plainThing(some: Pick<Thing, 'id' | 'kind' | 'name' | 'nameEn'> & Partial<Thing>): Thing {
  return {
    institutionId: null, by: some.name, byEn: some.nameEn, place: '', state: 'open', minutes: [5, 8], wait: [0, 0], called: null, notBefore: null, closesAt: null,
    after: [], since: null, doneAt: null, needsFasting: false, lateUntil: null, lateReason: '', missedCall: false, patientLate: false, resultAt: null,
    resultReady: false, dueCents: null, label: null, ahead: null, at: null, placeEn: '', roomEn: '', visitId: null, stopId: null, ...some,
  }
}
