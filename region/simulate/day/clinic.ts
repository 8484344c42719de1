import {
  compareSpots, type Correction, type Expected, type FairnessRule, type Forecast, type History, type LineFacts, type OwnDay, placeFor, type Served, type Spot, type TurnAhead, turnAhead, waitRange, walkInsPerHour, type ZoneToday,
} from '#engines/queue/index.ts'
import type { TicketClass } from '#engines/queue/contract.ts'
import type { Agenda } from './agenda.ts'
import { dateAt } from './clock.ts'
import type { Patient, Session } from './demand.ts'

/** A place in the line of one clinic. */
export interface Standing {
  readonly patient: Patient
  readonly class: TicketClass
  readonly joinedAt: number
  readonly seconds: number
  spot: Spot
  wasAbsent: boolean
  readonly onCall: (now: number) => void
  readonly onDone: (now: number) => void
}

export interface ClinicRules {
  readonly rule: FairnessRule
  /** With booked periods the place is by the period; else by the moment of the number. */
  readonly byPeriod: boolean
  readonly history: History | null
  readonly correction: Correction
  /** What the other clinics of the building show of today. */
  readonly others: (clinic: Clinic, now: number) => readonly ZoneToday[]
}

const ABSENT_SECONDS = 75
const BACK_AFTER = 300
/** The room is open a little before the first period. */
const OPENS_BEFORE = 600
const REMEMBERED = 40
const STILL_EXPECTED = 5400

/** The line of one doctor, or of the doctors of a general clinic, played with the product's own rule of order. */
export interface Clinic {
  readonly agenda: Agenda
  readonly session: Session
  readonly rules: ClinicRules
  readonly opensAt: number
  readonly line: Standing[]
  readonly doctors: { busySince: number | null; begun: boolean }[]
  /** Newest first. */
  readonly recent: Served[]
  /** Booked and not here yet, by period. */
  readonly missing: Map<number, Patient[]>
  readonly walkIns: number[]
  firstCame: number | null
  away: number
  numbers: number
}

type Comer = Omit<Standing, 'spot' | 'joinedAt' | 'wasAbsent'>

export function openClinic(agenda: Agenda, session: Session, booked: readonly Patient[], rules: ClinicRules): Clinic {
  const clinic: Clinic = {
    agenda, session, rules, opensAt: session.from - OPENS_BEFORE, line: [], recent: [], walkIns: [], firstCame: null, away: 0, numbers: 0,
    doctors: Array.from({ length: session.doctors }, () => ({ busySince: null, begun: false })),
    missing: Map.groupBy(booked.filter((one) => one.class === 'booked'), (one) => one.dueFrom),
  }
  agenda.at(session.startsAt, (now) => callAll(clinic, now))
  return clinic
}

export function joinClinic(clinic: Clinic, now: number, comer: Comer): Standing {
  const number = ++clinic.numbers
  const standing: Standing = { ...comer, joinedAt: now, wasAbsent: false, spot: spotFor(clinic, comer, now, number, null) }
  clinic.firstCame ??= now
  if (comer.class === 'returning') clinic.away--
  if (comer.class === 'walk-in') clinic.walkIns.push(now)
  if (comer.class === 'booked') {
    const left = clinic.missing.get(comer.patient.dueFrom)
    left?.splice(left.findIndex((one) => one.id === comer.patient.id), 1)
  }
  insert(clinic, standing)
  callAll(clinic, now)
  return standing
}

/** Sent away for results; until they are back the line knows that they may come. */
export function sendAway(clinic: Clinic): void {
  clinic.away++
}

/** What this person would read on the phone now; null before the room opens and once they were called. */
export function forecastOf(clinic: Clinic, now: number, standing: Standing): Forecast | null {
  const place = clinic.line.indexOf(standing)
  return place < 0 || now < clinic.opensAt ? null : waitRange(factsOf(clinic, now), place)
}

/** What somebody would be told who comes back with results now. */
export function forecastForReturn(clinic: Clinic, now: number): Forecast | null {
  return now < clinic.opensAt ? null : waitRange(factsOf(clinic, now), Math.min(clinic.rules.rule.returnAfter, clinic.line.length))
}

/** What somebody booked would be told who has not come yet. */
export const turnOf = (clinic: Clinic, now: number, { dueFrom }: Patient): TurnAhead =>
  turnAhead(factsOf(clinic, now), { dueFrom: dateAt(dueFrom), dueTo: dateAt(dueFrom + clinic.session.period) })

function callAll(clinic: Clinic, now: number): void {
  for (let point = 0; point < clinic.doctors.length; point++) callNext(clinic, now, point)
}

function callNext(clinic: Clinic, now: number, point: number): void {
  const doctor = clinic.doctors[point]!
  if (doctor.busySince !== null || now < clinic.session.startsAt) return
  const next = clinic.line.shift()
  if (!next) return
  doctor.busySince = now
  doctor.begun = true
  if (next.patient.isAbsentOnce && !next.wasAbsent && next.class !== 'returning') return passOver(clinic, now, point, next)
  next.onCall(now)
  clinic.agenda.at(now + next.seconds, (done) => {
    doctor.busySince = null
    clinic.recent.unshift({ class: next.class, seconds: next.seconds })
    clinic.recent.length = Math.min(clinic.recent.length, REMEMBERED)
    next.onDone(done)
    callNext(clinic, done, point)
  })
}

/** Called and not there: the room loses a minute, and they stand where the rule puts those who are back. */
function passOver(clinic: Clinic, now: number, point: number, next: Standing): void {
  next.wasAbsent = true
  clinic.away++
  clinic.agenda.at(now + ABSENT_SECONDS, (later) => {
    clinic.doctors[point]!.busySince = null
    callNext(clinic, later, point)
  })
  clinic.agenda.at(now + BACK_AFTER, (later) => {
    clinic.away--
    next.spot = spotFor(clinic, next, later, next.spot.number, next.spot.orderAt)
    insert(clinic, next)
    callAll(clinic, later)
  })
}

function insert({ line }: Clinic, standing: Standing): void {
  const at = line.findIndex((other) => compareSpots(standing.spot, other.spot) < 0)
  line.splice(at < 0 ? line.length : at, 0, standing)
}

function spotFor({ rules, session, line }: Clinic, { patient, class: kind }: Comer, now: number, number: number, passedFrom: Date | null): Spot {
  const due = rules.byPeriod && kind !== 'returning'
  const place = placeFor(rules.rule, {
    class: kind, priorityGroup: rules.byPeriod ? patient.priorityGroup : '', dueFrom: due ? dateAt(patient.dueFrom) : null,
    dueTo: due ? dateAt(patient.dueFrom + session.period) : null, number, at: dateAt(now), passedFrom,
  }, line.map((one) => one.spot))
  return { class: kind, orderAt: place.orderAt, orderTie: place.orderTie, number }
}

/** What this clinic's day has shown so far. */
export const ownDay = ({ recent, doctors }: Clinic, now: number): OwnDay =>
  ({ recent, inside: doctors.flatMap(({ busySince }) => (busySince !== null && busySince < now ? [now - busySince] : [])) })

function factsOf(clinic: Clinic, now: number): LineFacts {
  const { session, rules, line, doctors, recent, missing, walkIns, away, opensAt } = clinic
  const expected: Expected[] = [...missing].flatMap(([from, left]) =>
    left.length > 0 && from + session.period > now - STILL_EXPECTED ? [{ dueFrom: dateAt(from), dueTo: dateAt(from + session.period), count: left.length }] : [])
  return {
    now: dateAt(now), rule: rules.rule, expected, away, recent, history: rules.history, others: rules.others(clinic, now), correction: rules.correction,
    walkInsPerHour: walkInsPerHour(walkIns.filter((time) => time > now - 7200).length, clinic.firstCame === null ? null : dateAt(clinic.firstCame), dateAt(now)),
    servers: doctors.map((doctor) => ({
      open: now >= opensAt, lateUntil: null, busySince: doctor.busySince === null ? null : dateAt(doctor.busySince),
      beginsAt: doctor.begun ? null : dateAt(session.from),
    })),
    line: line.map((one) => one.spot),
  }
}
