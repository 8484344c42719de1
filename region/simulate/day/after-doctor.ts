import { type Clinic, joinClinic, sendAway } from './clinic.ts'
import { knownAfter, pharmacyNow, sayEnd, settleEnd } from './said-end.ts'
import { type Building, papersOf, queue, type Visit, WALK } from './visit.ts'

const PHONE_PAYMENT = 60

/** From the doctor's door to the last counter: what was ordered, the results, the doctor again, medicines. */
export function afterDoctor(building: Building, visit: Visit, now: number): void {
  settleEnd(visit, now)
  const { patient } = visit
  const { world } = building
  if (patient.laboratory === 0 && patient.examination === 0) return take(building, visit, now)
  const clinic = building.clinics.get(patient.session)!
  if (patient.returnsSameDay) sendAway(clinic)
  sayEnd(building, visit, now, 'orders-known', () => knownAfter(building, patient, clinic, now))
  pay(building, visit, now, (paid) => laboratory(building, visit, paid + WALK, (first) =>
    examination(building, visit, first, (second) => {
      const waits = patient.returnsSameDay || (world.rules === 'without' && patient.collectsReports)
      if (!waits) return take(building, visit, second)
      const results = Math.max(first + (patient.laboratory > 0 ? patient.laboratoryResult : 0), second + (patient.examination > 0 ? patient.examinationResult : 0))
      collect(building, visit, results, (at) => {
        if (patient.returnsSameDay) building.agenda.at(at + WALK, (back) => comeBack(building, visit, clinic, back))
        else take(building, visit, at)
      })
    })))
}

/** With the platform the result is on the doctor's desk and on the phone; without it somebody carries the paper, one from each counter. */
function collect(building: Building, visit: Visit, now: number, then: (now: number) => void): void {
  const { world, agenda, stations } = building
  const { collectsReports, counterSpeed } = visit.patient
  if (world.rules === 'with' || !collectsReports) return then(now)
  const one = (left: number, at: number): void => {
    if (left === 0) return then(at)
    agenda.at(at, (here) => queue(visit, stations.reports, here, world.assume.seconds.report * counterSpeed, (done) => one(left - 1, done + WALK)))
  }
  one(papersOf(visit.patient), now)
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
    for (const told of visit.toldDay) told.real = at
  }
  if (patient.pharmacy === 0) return end(now)
  if (patient.returnsSameDay || (patient.laboratory === 0 && patient.examination === 0)) sayEnd(building, visit, now, 'orders-known', () => [pharmacyNow(building, now)])
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

function examination({ agenda, stations, world }: Building, visit: Visit, now: number, then: (now: number) => void): void {
  if (visit.patient.examination === 0) return then(now)
  const examine = (at: number) => queue(visit, stations.examination, at, visit.patient.examination, then)
  // Without the platform a time is asked for at the desk first.
  if (world.rules === 'with' || !visit.patient.asksForExamination) return agenda.at(now + WALK, examine)
  agenda.at(now + WALK, (at) => queue(visit, stations.examinationDesk, at, world.assume.seconds.examinationDesk * visit.patient.counterSpeed, examine))
}
