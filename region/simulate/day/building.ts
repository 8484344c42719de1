import type { Correction } from '#engines/queue/index.ts'
import { type Agenda, newAgenda } from './agenda.ts'
import type { Assumptions } from './assumptions.ts'
import { type Clinic, forecastForReturn, forecastOf, joinClinic, openClinic, sendAway, type Standing } from './clinic.ts'
import { dateAt, ruleOfTheDay, secondsAt } from './clock.ts'
import type { EndPromiser, KnownStop, Moment } from './contract.ts'
import type { DayOfInstitution, Patient, Session } from './demand.ts'
import { historyOfSession } from './history.ts'
import { openStation, type Station } from './station.ts'

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

export interface ToldEnd {
  readonly why: Moment['why']
  readonly at: number
  readonly from: number
  readonly to: number
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
}

const WALK = 180
const PHONE_PAYMENT = 60
const DAY_SECONDS = 8 * 3600
const HALF_DAY_SECONDS = 3.5 * 3600
const NOON = 12 * 3600
/** What is told is written down again so often, and judged too. */
const AGAIN_SECONDS = 900

/** A building on its day: its counters, its clinics, and the rules it works by. */
interface Building {
  readonly world: World
  readonly agenda: Agenda
  readonly stations: Record<'laboratory' | 'examination' | 'pharmacy' | 'window' | 'machine', Station>
  readonly clinics: ReadonlyMap<Session, Clinic>
}

/** A day in one building: everybody who comes, from the door to the last counter. */
export function dayInBuilding(day: DayOfInstitution, world: World): Visit[] {
  const agenda = newAgenda()
  const coming = day.patients.filter((one) => one.comes)
  const building: Building = { world, agenda, stations: openStations(agenda, coming, world.assume), clinics: openClinics(agenda, day, world) }
  const visits = coming.map((patient) => newVisit(patient, world))
  const arrive = world.rules === 'with' ? arriveWithPeriod : arriveForNumber
  for (const visit of visits) agenda.at(visit.cameAt, (now) => arrive(building, visit, now))
  agenda.run()
  return visits
}

function openClinics(agenda: Agenda, day: DayOfInstitution, world: World): Map<Session, Clinic> {
  const byPeriod = world.rules === 'with'
  // Without the platform those with results crowd the door: behind two others, as at any door.
  const rule = byPeriod ? ruleOfTheDay : { ...ruleOfTheDay, returnAfter: 2 }
  return new Map([...Map.groupBy(day.patients, (one) => one.session)].map(([session, own]) => {
    const history = world.forecasts ? historyOfSession(world.seed, day.institutionId, session, world.remembered) : null
    return [session, openClinic(agenda, session, byPeriod ? own : [], { rule, byPeriod, history, correction: world.correction })]
  }))
}

function openStations(agenda: Agenda, coming: readonly Patient[], assume: Assumptions): Building['stations'] {
  const sum = (of: (patient: Patient) => number) => coming.reduce((total, patient) => total + of(patient), 0)
  const counters = (seconds: number, hours: number, load: number) => openStation(agenda, Math.max(1, Math.round(seconds / (hours * load))))
  // As many windows as the morning's registrations and payments need without the platform; with it they are still there.
  const atWindows = coming.filter((patient) => patient.session.from < NOON).reduce((total, { counterSpeed, laboratory, examination, pharmacy, needsCard }) =>
    total + counterSpeed * (assume.seconds.registration * (needsCard ? 2 : 1) + assume.seconds.payment * ((laboratory || examination ? 1 : 0) + (pharmacy ? 1 : 0))), 0)
  return {
    laboratory: counters(sum((one) => one.laboratory), DAY_SECONDS, assume.stationLoad),
    examination: counters(sum((one) => one.examination), DAY_SECONDS, assume.stationLoad),
    pharmacy: counters(sum((one) => one.pharmacy), DAY_SECONDS, assume.stationLoad),
    window: counters(atWindows, HALF_DAY_SECONDS, assume.windowLoad),
    machine: openStation(agenda, Math.max(1, Math.round(coming.length / 250))),
  }
}

/** Stands in one more line. */
function queue(visit: Visit, station: Station, now: number, seconds: number, then: (now: number) => void): void {
  station.join(now, seconds, (_, waited) => visit.waits.push(waited), then)
}

function arriveWithPeriod(building: Building, visit: Visit, now: number): void {
  const { patient } = visit
  if (patient.checksInByPhone) return stand(building, visit, now)
  queue(visit, building.stations.machine, now, building.world.assume.seconds.machine * patient.counterSpeed, (later) => stand(building, visit, later))
}

/** For a card first, where there is none; then for a number; at some hospitals then to sign in at the department's desk. */
function arriveForNumber(building: Building, visit: Visit, now: number): void {
  const { stations, world: { assume: { seconds } } } = building
  const { patient } = visit
  const signIn = (at: number) => queue(visit, stations.machine, at, seconds.machine, (last) => stand(building, visit, last))
  const register = (at: number) => queue(visit, stations.window, at, seconds.registration * patient.counterSpeed, (later) =>
    (patient.signsInAtDesk ? signIn : (last: number) => stand(building, visit, last))(later + WALK))
  if (patient.needsCard) queue(visit, stations.window, now, seconds.registration * patient.counterSpeed, register)
  else register(now)
}

function stand(building: Building, visit: Visit, now: number): void {
  const { world, agenda } = building
  const { patient } = visit
  const clinic = building.clinics.get(patient.session)!
  let called = false
  const standing = joinClinic(clinic, now, {
    patient, class: world.rules === 'with' ? patient.class : 'walk-in', seconds: patient.consult,
    onCall: (at) => {
      called = true
      visit.consultWait = at - now
      visit.afterDue = Math.max(0, at - Math.max(now, patient.dueFrom))
      visit.waits.push(at - now)
      for (const told of visit.told) told.real ??= at
    },
    onDone: (at) => afterDoctor(building, visit, at),
  })
  if (called || !world.forecasts) return
  agenda.at(Math.max(now, clinic.opensAt), (at) => tell(building, visit, clinic, standing, at, () => called))
  sayEnd(building, visit, now, 'checked-in', () => [consulting(patient, forecastOf(clinic, now, standing)?.range ?? null)])
}

/** What the person reads now is kept; and what they read a quarter of an hour later. */
function tell(building: Building, visit: Visit, clinic: Clinic, standing: Standing, now: number, isCalled: () => boolean): void {
  if (isCalled()) return
  const forecast = forecastOf(clinic, now, standing)
  if (forecast) {
    const { range, comeBackAt, played } = forecast
    visit.told.push({ at: now, from: secondsAt(new Date(range.fromAt)), to: secondsAt(new Date(range.toAt)), comeBackAt: comeBackAt && secondsAt(comeBackAt), played, real: null })
  }
  building.agenda.at(now + AGAIN_SECONDS, (later) => tell(building, visit, clinic, standing, later, isCalled))
}

function afterDoctor(building: Building, visit: Visit, now: number): void {
  settleEnd(visit, now)
  const { patient } = visit
  if (patient.laboratory === 0 && patient.examination === 0) return take(building, visit, now)
  const clinic = building.clinics.get(patient.session)!
  if (patient.returnsSameDay) sendAway(clinic)
  sayEnd(building, visit, now, 'orders-known', () => knownAfter(building, patient, clinic, now))
  pay(building, visit, now, (paid) => laboratory(building, visit, paid + WALK, (first) =>
    examination(building, visit, first, (second) => {
      if (!patient.returnsSameDay) return take(building, visit, second)
      const results = Math.max(first + (patient.laboratory > 0 ? patient.laboratoryResult : 0), second + (patient.examination > 0 ? patient.examinationResult : 0))
      building.agenda.at(results + WALK, (at) => comeBack(building, visit, clinic, at))
    })))
}

function comeBack(building: Building, visit: Visit, clinic: Clinic, now: number): void {
  joinClinic(clinic, now, {
    patient: visit.patient, class: 'returning', seconds: visit.patient.secondConsult,
    onCall: (at) => {
      visit.returnWait = at - now
      visit.waits.push(at - now)
    },
    onDone: (at) => {
      settleEnd(visit, at)
      take(building, visit, at)
    },
  })
}

/** Medicines, where there are any, and home. */
function take(building: Building, visit: Visit, now: number): void {
  const { patient } = visit
  const end = (at: number) => {
    visit.endedAt = at
    settleEnd(visit, at)
  }
  if (patient.pharmacy === 0) return end(now)
  if (patient.returnsSameDay || (patient.laboratory === 0 && patient.examination === 0)) sayEnd(building, visit, now, 'orders-known', () => [pharmacy(building, now)])
  pay(building, visit, now, (paid) => building.agenda.at(paid + WALK, (at) => queue(visit, building.stations.pharmacy, at, patient.pharmacy, end)))
}

function pay({ world, agenda, stations }: Building, visit: Visit, now: number, then: (now: number) => void): void {
  const { paysByPhone, counterSpeed } = visit.patient
  if (world.rules === 'with' && paysByPhone) return agenda.at(now + PHONE_PAYMENT, then)
  agenda.at(now + WALK, (at) => queue(visit, stations.window, at, world.assume.seconds.payment * counterSpeed, then))
}

function laboratory({ agenda, stations }: Building, visit: Visit, now: number, then: (now: number) => void): void {
  if (visit.patient.laboratory === 0) return then(now)
  agenda.at(now, (at) => queue(visit, stations.laboratory, at, visit.patient.laboratory, then))
}

function examination({ agenda, stations }: Building, visit: Visit, now: number, then: (now: number) => void): void {
  if (visit.patient.examination === 0) return then(now)
  agenda.at(now + WALK, (at) => queue(visit, stations.examination, at, visit.patient.examination, then))
}

function consulting(patient: Patient, wait: KnownStop['wait']): KnownStop {
  return { kind: 'consulting', wait, usualMinutes: patient.session.usualSeconds / 60, resultAfterMinutes: null }
}

function pharmacy({ stations, world: { assume } }: Building, now: number): KnownStop {
  return { kind: 'pharmacy', wait: stations.pharmacy.rangeNow(now), usualMinutes: assume.seconds.pharmacy / 60, resultAfterMinutes: null }
}

/** What the doctor sent them to, and whether they see the doctor again; results matter only to those who come back with them. */
function knownAfter(building: Building, patient: Patient, clinic: Clinic, now: number): KnownStop[] {
  const { stations, world: { assume } } = building
  const result = (minutes: number) => (patient.returnsSameDay ? minutes : null)
  const stops: KnownStop[] = []
  if (patient.laboratory > 0) stops.push({ kind: 'laboratory', wait: stations.laboratory.rangeNow(now), usualMinutes: assume.seconds.laboratory / 60, resultAfterMinutes: result(assume.laboratoryResult) })
  if (patient.examination > 0) stops.push({ kind: 'examination', wait: stations.examination.rangeNow(now), usualMinutes: assume.seconds.examination / 60, resultAfterMinutes: result(assume.examinationResult) })
  if (!patient.returnsSameDay) return patient.pharmacy > 0 ? [...stops, pharmacy(building, now)] : stops
  const back = forecastForReturn(clinic, now)?.range ?? null
  return [...stops, { ...consulting(patient, back), usualMinutes: (patient.session.usualSeconds * assume.secondLook) / 60 }]
}

function sayEnd({ world }: Building, visit: Visit, now: number, why: Moment['why'], stops: () => readonly KnownStop[]): void {
  if (!world.promiseEnd || world.rules === 'without') return
  const { from } = visit.patient.session
  const promised = world.promiseEnd({ now: dateAt(now), why, beginsAt: now < from ? dateAt(from) : null, walkMinutes: WALK / 60, stops: stops() })
  if (promised) visit.toldEnd.push({ why, at: now, from: secondsAt(promised.fromAt), to: secondsAt(promised.toAt), real: null })
}

function settleEnd(visit: Visit, now: number): void {
  for (const told of visit.toldEnd) told.real ??= now
}

function newVisit(patient: Patient, { rules }: World): Visit {
  const lateAfter = patient.dueFrom + patient.session.period + ruleOfTheDay.graceMinutes * 60
  const kind = patient.priorityGroup ? 'priority' : patient.class === 'walk-in' ? 'walk-in' : patient.comesAt > lateAfter ? 'late' : 'on-time'
  const cameAt = rules === 'with' ? patient.comesAt : patient.comesForNumberAt
  return { patient, kind, cameAt, waits: [], consultWait: 0, afterDue: 0, returnWait: null, endedAt: cameAt, told: [], toldEnd: [] }
}
