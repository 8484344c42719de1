import {
  compareSpots, type Correction, type Expected, type FairnessRule, type Forecast, type History, type LineFacts, placeFor, type Served, type Spot, waitRange,
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
}

const ABSENT_SECONDS = 75
const BACK_AFTER = 300
/** The room is open a little before the first period. */
const OPENS_BEFORE = 600
const REMEMBERED = 40

/** The line of one doctor, or of the doctors of a general clinic, played with the product's own rule of order. */
export interface Clinic {
  readonly opensAt: number
  join(now: number, standing: Omit<Standing, 'spot' | 'joinedAt' | 'wasAbsent'>): Standing
  /** What this person would read on the phone now; null before the room opens. */
  forecast(now: number, standing: Standing): Forecast | null
  /** What somebody would be told who comes back with results now. */
  forecastForReturn(now: number): Forecast | null
  /** Sent away for results; until they are back the line knows that they may come. */
  sentAway(): void
}

export function openClinic(agenda: Agenda, session: Session, booked: readonly Patient[], rules: ClinicRules): Clinic {
  const { rule } = rules
  const line: Standing[] = []
  const doctors: { busySince: number | null; begun: boolean }[] = Array.from({ length: session.doctors }, () => ({ busySince: null, begun: false }))
  const recent: Served[] = []
  const missing = Map.groupBy(booked.filter((one) => one.class === 'booked'), (one) => one.dueFrom)
  const walkIns: number[] = []
  let away = 0
  let numbers = 0
  const opensAt = session.from - OPENS_BEFORE
  agenda.at(session.startsAt, (now) => doctors.forEach((_, i) => callNext(now, i)))

  function callNext(now: number, point: number): void {
    const doctor = doctors[point]!
    if (doctor.busySince !== null || now < session.startsAt) return
    const next = line.shift()
    if (!next) return
    doctor.busySince = now
    doctor.begun = true
    if (next.patient.isAbsentOnce && !next.wasAbsent && next.class !== 'returning') return passOver(now, point, next)
    next.onCall(now)
    agenda.at(now + next.seconds, (done) => {
      doctor.busySince = null
      recent.unshift({ class: next.class, seconds: next.seconds })
      recent.length = Math.min(recent.length, REMEMBERED)
      next.onDone(done)
      callNext(done, point)
    })
  }

  function passOver(now: number, point: number, next: Standing): void {
    next.wasAbsent = true
    away++
    agenda.at(now + ABSENT_SECONDS, (later) => {
      doctors[point]!.busySince = null
      callNext(later, point)
    })
    agenda.at(now + BACK_AFTER, (later) => {
      away--
      next.spot = spotFor(next.patient, next.class, later, next.spot.number, next.spot.orderAt)
      insert(next)
      callAll(later)
    })
  }

  const callAll = (now: number) => doctors.forEach((_, i) => callNext(now, i))

  function insert(standing: Standing): void {
    const at = line.findIndex((other) => compareSpots(standing.spot, other.spot) < 0)
    line.splice(at < 0 ? line.length : at, 0, standing)
  }

  function spotFor(patient: Patient, kind: TicketClass, now: number, number: number, passedFrom: Date | null): Spot {
    const due = rules.byPeriod && kind !== 'returning'
    const place = placeFor(rule, {
      class: kind, priorityGroup: rules.byPeriod ? patient.priorityGroup : '', dueFrom: due ? dateAt(patient.dueFrom) : null,
      dueTo: due ? dateAt(patient.dueFrom + session.period) : null, number, at: dateAt(now), passedFrom,
    }, line.map((one) => one.spot))
    return { class: kind, orderAt: place.orderAt, orderTie: place.orderTie, number }
  }

  function join(now: number, comer: Omit<Standing, 'spot' | 'joinedAt' | 'wasAbsent'>): Standing {
    const number = ++numbers
    const standing: Standing = { ...comer, joinedAt: now, wasAbsent: false, spot: spotFor(comer.patient, comer.class, now, number, null) }
    if (comer.class === 'returning') away--
    if (comer.class === 'walk-in') walkIns.push(now)
    if (comer.class === 'booked') {
      const left = missing.get(comer.patient.dueFrom)
      left?.splice(left.findIndex((one) => one.id === comer.patient.id), 1)
    }
    insert(standing)
    callAll(now)
    return standing
  }

  function facts(now: number): LineFacts {
    const at = dateAt(now)
    const expected: Expected[] = [...missing].flatMap(([from, left]) =>
      left.length > 0 && from + session.period > now - 5400 ? [{ dueFrom: dateAt(from), dueTo: dateAt(from + session.period), count: left.length }] : [])
    return {
      now: at, rule, expected, away, recent, history: rules.history, correction: rules.correction,
      walkInsPerHour: walkIns.filter((time) => time > now - 7200).length / 2,
      servers: doctors.map((doctor) => ({
        open: now >= opensAt, lateUntil: null, busySince: doctor.busySince === null ? null : dateAt(doctor.busySince),
        beginsAt: doctor.begun ? null : dateAt(session.from),
      })),
      line: line.map((one) => one.spot),
    }
  }

  return {
    opensAt, join,
    forecast(now, standing) {
      const place = line.indexOf(standing)
      return place < 0 || now < opensAt ? null : waitRange(facts(now), place)
    },
    forecastForReturn: (now) => (now < opensAt ? null : waitRange(facts(now), Math.min(rule.returnAfter, line.length))),
    sentAway: () => void away++,
  }
}
