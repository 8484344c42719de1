import { type Clinic, forecastForReturn, turnOf } from './clinic.ts'
import { dateAt, secondsAt } from './clock.ts'
import type { KnownStop, Moment } from './contract.ts'
import type { Patient } from './demand.ts'
import { type Building, type Visit, WALK } from './visit.ts'

export function consulting(patient: Patient, wait: KnownStop['wait']): KnownStop {
  return { kind: 'consulting', wait, usualMinutes: patient.session.usualSeconds / 60, resultAfterMinutes: null }
}

export function pharmacyNow({ stations, world: { assume } }: Building, now: number): KnownStop {
  return { kind: 'pharmacy', wait: stations.pharmacy.rangeNow(now), usualMinutes: assume.seconds.pharmacy / 60, resultAfterMinutes: null }
}

/** What the doctor sent them to, and whether they see the doctor again; results matter only to those who come back with them. */
export function knownAfter(building: Building, patient: Patient, clinic: Clinic, now: number): KnownStop[] {
  const { stations, world: { assume } } = building
  const result = (minutes: number) => (patient.returnsSameDay ? minutes : null)
  const stops: KnownStop[] = []
  if (patient.laboratory > 0) stops.push({ kind: 'laboratory', wait: stations.laboratory.rangeNow(now), usualMinutes: assume.seconds.laboratory / 60, resultAfterMinutes: result(assume.laboratoryResult) })
  if (patient.examination > 0) stops.push({ kind: 'examination', wait: stations.examination.rangeNow(now), usualMinutes: assume.seconds.examination / 60, resultAfterMinutes: result(assume.examinationResult) })
  if (!patient.returnsSameDay) return patient.pharmacy > 0 ? [...stops, pharmacyNow(building, now)] : stops
  const back = forecastForReturn(clinic, now)?.range ?? null
  return [...stops, { ...consulting(patient, back), usualMinutes: (patient.session.usualSeconds * assume.secondLook) / 60 }]
}

export function sayEnd({ world }: Building, visit: Visit, now: number, why: Moment['why'], stops: () => readonly KnownStop[]): void {
  if (!world.promiseEnd || world.rules === 'without') return
  const { from } = visit.patient.session
  const promised = world.promiseEnd({ now: dateAt(now), why, beginsAt: now < from ? dateAt(from) : null, turn: null, walkMinutes: WALK / 60, stops: stops() })
  if (promised) visit.toldEnd.push({ why, at: now, from: secondsAt(promised.fromAt), to: secondsAt(promised.toAt), answer: promised, real: null })
}

/** Before they come only the doctor is known; they begin with the booked period. */
export function sayAtNine(building: Building, visit: Visit, now: number): void {
  const { patient } = visit
  const promised = building.world.promiseEnd!({ now: dateAt(now), why: 'nine', beginsAt: dateAt(patient.dueFrom), turn: turnOf(building.clinics.get(patient.session)!, now, patient), walkMinutes: WALK / 60, stops: [consulting(patient, null)] })
  if (!promised) return
  const told = { why: 'nine', at: now, from: secondsAt(promised.fromAt), to: secondsAt(promised.toAt), answer: promised } as const
  visit.toldEnd.push({ ...told, real: null })
  visit.toldDay.push({ ...told, real: null })
}

export function settleEnd(visit: Visit, now: number): void {
  for (const told of visit.toldEnd) told.real ??= now
}
