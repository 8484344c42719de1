import type { Correction } from '#engines/queue/index.ts'
import { newAgenda } from './agenda.ts'
import type { Assumptions } from './assumptions.ts'
import { type Clinic, openClinic, type Standing } from './clinic.ts'
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
/** What is told is written down again so often, and judged too. */
const AGAIN_SECONDS = 900

/** A day in one building: everybody who comes, from the door to the last counter. */
export function dayInBuilding(day: DayOfInstitution, world: World): Visit[] {
  const { assume } = world
  const agenda = newAgenda()
  const coming = day.patients.filter((one) => one.comes)
  const stations = openStations()
  const clinics = new Map<Session, Clinic>()
  for (const [session, own] of Map.groupBy(day.patients, (one) => one.session)) {
    const history = world.forecasts ? historyOfSession(world.seed, day.institutionId, session, world.remembered) : null
    // Without the platform those with results crowd the door: behind two others, as at any door.
    const rule = world.rules === 'with' ? ruleOfTheDay : { ...ruleOfTheDay, returnAfter: 2 }
    clinics.set(session, openClinic(agenda, session, world.rules === 'with' ? own : [], { rule, byPeriod: world.rules === 'with', history, correction: world.correction }))
  }
  const visits = coming.map((patient) => newVisit(patient, world))
  for (const visit of visits) agenda.at(visit.cameAt, (now) => (world.rules === 'with' ? arriveWithPeriod(visit, now) : arriveForNumber(visit, now)))
  agenda.run()
  return visits

  function openStations(): Record<'laboratory' | 'examination' | 'pharmacy' | 'window' | 'machine', Station> {
    const sum = (of: (patient: Patient) => number) => coming.reduce((total, patient) => total + of(patient), 0)
    const counters = (seconds: number, hours: number, load: number) => Math.max(1, Math.round(seconds / (hours * load)))
    const morning = coming.filter((patient) => patient.session.from < 43_200)
    // As many windows as the half-day's registrations and payments need without the platform; with it they are still there.
    const atWindows = morning.reduce((total, { counterSpeed, laboratory, examination, pharmacy, needsCard }) =>
      total + counterSpeed * (assume.seconds.registration * (needsCard ? 2 : 1) + assume.seconds.payment * ((laboratory || examination ? 1 : 0) + (pharmacy ? 1 : 0))), 0)
    return {
      laboratory: openStation(agenda, counters(sum((one) => one.laboratory), DAY_SECONDS, assume.stationLoad)),
      examination: openStation(agenda, counters(sum((one) => one.examination), DAY_SECONDS, assume.stationLoad)),
      pharmacy: openStation(agenda, counters(sum((one) => one.pharmacy), DAY_SECONDS, assume.stationLoad)),
      window: openStation(agenda, counters(atWindows, HALF_DAY_SECONDS, assume.windowLoad)),
      machine: openStation(agenda, Math.max(1, Math.round(coming.length / 250))),
    }
  }

  /** Stands in one more line. */
  function queue(visit: Visit, station: Station, now: number, seconds: number, then: (now: number) => void): void {
    station.join(now, seconds, (_, waited) => visit.waits.push(waited), then)
  }

  function arriveWithPeriod(visit: Visit, now: number): void {
    const { patient } = visit
    if (patient.checksInByPhone) return stand(visit, now)
    queue(visit, stations.machine, now, assume.seconds.machine * patient.counterSpeed, (later) => stand(visit, later))
  }

  function arriveForNumber(visit: Visit, now: number): void {
    const { patient } = visit
    const register = (at: number) => queue(visit, stations.window, at, assume.seconds.registration * patient.counterSpeed, (later) =>
      patient.signsInAtDesk ? queue(visit, stations.machine, later + WALK, assume.seconds.machine, (last) => stand(visit, last)) : stand(visit, later + WALK))
    if (patient.needsCard) queue(visit, stations.window, now, assume.seconds.registration * patient.counterSpeed, register)
    else register(now)
  }

  function stand(visit: Visit, now: number): void {
    const { patient } = visit
    const clinic = clinics.get(patient.session)!
    const joinedAt = now
    let called = false
    const standing = clinic.join(now, {
      patient, class: world.rules === 'with' ? patient.class : 'walk-in', seconds: patient.consult,
      onCall: (at) => {
        called = true
        visit.consultWait = at - joinedAt
        visit.afterDue = Math.max(0, at - Math.max(joinedAt, patient.dueFrom))
        visit.waits.push(at - joinedAt)
        settle(visit, at)
      },
      onDone: (at) => afterDoctor(visit, at),
    })
    if (called || !world.forecasts) return
    agenda.at(Math.max(now, clinic.opensAt), (at) => tell(visit, clinic, standing, at, () => called))
    sayEnd(visit, now, 'checked-in', () => [consulting(patient, clinic.forecast(now, standing)?.range ?? null)])
  }

  /** What the person reads now is kept; and what they read a quarter of an hour later. */
  function tell(visit: Visit, clinic: Clinic, standing: Standing, now: number, isCalled: () => boolean): void {
    if (isCalled()) return
    const forecast = clinic.forecast(now, standing)
    if (forecast) {
      const { range, comeBackAt, played } = forecast
      visit.told.push({ at: now, from: secondsAt(new Date(range.fromAt)), to: secondsAt(new Date(range.toAt)), comeBackAt: comeBackAt && secondsAt(comeBackAt), played, real: null })
    }
    agenda.at(now + AGAIN_SECONDS, (later) => tell(visit, clinic, standing, later, isCalled))
  }

  function settle(visit: Visit, now: number): void {
    for (const told of visit.told) told.real ??= now
  }

  function afterDoctor(visit: Visit, now: number): void {
    settleEnd(visit, now)
    const { patient } = visit
    const clinic = clinics.get(patient.session)!
    const examined = patient.laboratory > 0 || patient.examination > 0
    if (!examined) return take(visit, now)
    if (patient.returnsSameDay) clinic.sentAway()
    sayEnd(visit, now, 'orders-known', () => knownAfter(patient, clinic, now))
    pay(visit, now, (paid) => laboratory(visit, paid + WALK, (first) =>
      examination(visit, first, (second) => {
        if (!patient.returnsSameDay) return take(visit, second)
        const results = Math.max(first + (patient.laboratory > 0 ? patient.laboratoryResult : 0), second + (patient.examination > 0 ? patient.examinationResult : 0))
        agenda.at(results + WALK, (at) => comeBack(visit, at))
      })))
  }

  function comeBack(visit: Visit, now: number): void {
    const { patient } = visit
    const clinic = clinics.get(patient.session)!
    clinic.join(now, {
      patient, class: 'returning', seconds: patient.secondConsult,
      onCall: (at) => {
        visit.returnWait = at - now
        visit.waits.push(at - now)
      },
      onDone: (at) => {
        settleEnd(visit, at)
        take(visit, at)
      },
    })
  }

  /** Medicines, where there are any, and home. */
  function take(visit: Visit, now: number): void {
    const { patient } = visit
    if (patient.pharmacy === 0) return end(visit, now)
    if (patient.returnsSameDay || (patient.laboratory === 0 && patient.examination === 0)) sayEnd(visit, now, 'orders-known', () => [pharmacy(now)])
    pay(visit, now, (paid) => agenda.at(paid + WALK, (at) => queue(visit, stations.pharmacy, at, patient.pharmacy, (done) => end(visit, done))))
  }

  function end(visit: Visit, now: number): void {
    visit.endedAt = now
    settleEnd(visit, now)
  }

  function pay(visit: Visit, now: number, then: (now: number) => void): void {
    const { paysByPhone, counterSpeed } = visit.patient
    if (world.rules === 'with' && paysByPhone) return agenda.at(now + PHONE_PAYMENT, then)
    agenda.at(now + WALK, (at) => queue(visit, stations.window, at, assume.seconds.payment * counterSpeed, then))
  }

  function laboratory(visit: Visit, now: number, then: (now: number) => void): void {
    if (visit.patient.laboratory === 0) return then(now)
    agenda.at(now, (at) => queue(visit, stations.laboratory, at, visit.patient.laboratory, then))
  }

  function examination(visit: Visit, now: number, then: (now: number) => void): void {
    if (visit.patient.examination === 0) return then(now)
    agenda.at(now + WALK, (at) => queue(visit, stations.examination, at, visit.patient.examination, then))
  }

  function consulting(patient: Patient, wait: KnownStop['wait']): KnownStop {
    return { kind: 'consulting', wait, usualMinutes: patient.session.usualSeconds / 60, resultAfterMinutes: null }
  }
  function pharmacy(now: number): KnownStop {
    return { kind: 'pharmacy', wait: stations.pharmacy.rangeNow(now), usualMinutes: assume.seconds.pharmacy / 60, resultAfterMinutes: null }
  }

  function knownAfter(patient: Patient, clinic: Clinic, now: number): KnownStop[] {
    const stops: KnownStop[] = []
    if (patient.laboratory > 0) stops.push({ kind: 'laboratory', wait: stations.laboratory.rangeNow(now), usualMinutes: assume.seconds.laboratory / 60, resultAfterMinutes: assume.laboratoryResult })
    if (patient.examination > 0) stops.push({ kind: 'examination', wait: stations.examination.rangeNow(now), usualMinutes: assume.seconds.examination / 60, resultAfterMinutes: assume.examinationResult })
    if (!patient.returnsSameDay) return patient.pharmacy > 0 ? [...stops.map((stop) => ({ ...stop, resultAfterMinutes: null })), pharmacy(now)] : stops.map((stop) => ({ ...stop, resultAfterMinutes: null }))
    const back = clinic.forecastForReturn(now)?.range ?? null
    return [...stops, { ...consulting(patient, back), usualMinutes: (patient.session.usualSeconds * assume.secondLook) / 60 }]
  }

  function sayEnd(visit: Visit, now: number, why: Moment['why'], stops: () => readonly KnownStop[]): void {
    if (!world.promiseEnd || world.rules === 'without') return
    const beginsAt = now < visit.patient.session.from ? dateAt(visit.patient.session.from) : null
    const promised = world.promiseEnd({ now: dateAt(now), why, beginsAt, walkMinutes: WALK / 60, stops: stops() })
    if (promised) visit.toldEnd.push({ why, at: now, from: secondsAt(promised.fromAt), to: secondsAt(promised.toAt), real: null })
  }

  function settleEnd(visit: Visit, now: number): void {
    for (const told of visit.toldEnd) told.real ??= now
  }
}

function newVisit(patient: Patient, { rules }: World): Visit {
  const lateAfter = patient.dueFrom + patient.session.period + ruleOfTheDay.graceMinutes * 60
  const kind = patient.priorityGroup ? 'priority' : patient.class === 'walk-in' ? 'walk-in' : patient.comesAt > lateAfter ? 'late' : 'on-time'
  const cameAt = rules === 'with' ? patient.comesAt : patient.comesForNumberAt
  return { patient, kind, cameAt, waits: [], consultWait: 0, afterDue: 0, returnWait: null, endedAt: cameAt, told: [], toldEnd: [] }
}
