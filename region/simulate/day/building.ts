import { toldToOthers, type ZoneToday, zonesToday } from '#engines/queue/index.ts'
import { afterDoctor } from './after-doctor.ts'
import { type Agenda, newAgenda } from './agenda.ts'
import type { Assumptions } from './assumptions.ts'
import { type Clinic, forecastOf, joinClinic, openClinic, ownDay, type Standing } from './clinic.ts'
import { ruleOfTheDay, secondsAt } from './clock.ts'
import type { DayOfInstitution, Patient, Session } from './demand.ts'
import { historyOfSession } from './history.ts'
import { consulting, sayAtNine, sayEnd } from './said-end.ts'
import { openStation } from './station.ts'
import { type Building, newVisit, papersOf, queue, type Visit, WALK, type World } from './visit.ts'

const DAY_SECONDS = 8 * 3600
const HALF_DAY_SECONDS = 3.5 * 3600
const NOON = 12 * 3600
const NINE = 9 * 3600
/** What is told is written down again so often, and judged too. */
const AGAIN_SECONDS = 900

/** A day in one building: everybody who comes, from the door to the last counter. */
export function dayInBuilding(day: DayOfInstitution, world: World): Visit[] {
  const agenda = newAgenda()
  const coming = day.patients.filter((one) => one.comes)
  const building: Building = { world, agenda, stations: openStations(agenda, coming, world.assume), clinics: openClinics(agenda, day, world) }
  const visits = coming.map((patient) => newVisit(patient, world))
  const arrive = world.rules === 'with' ? arriveWithPeriod : arriveForNumber
  for (const visit of visits) agenda.at(visit.cameAt, (now) => arrive(building, visit, now))
  if (world.promiseEnd) for (const visit of visits) if (visit.cameAt > NINE && visit.patient.class === 'booked') agenda.at(NINE, (now) => sayAtNine(building, visit, now))
  agenda.run()
  return visits
}

function openClinics(agenda: Agenda, day: DayOfInstitution, world: World): Map<Session, Clinic> {
  const byPeriod = world.rules === 'with'
  // Without the platform those with results crowd the door: behind two others, as at any door.
  const rule = byPeriod ? ruleOfTheDay : { ...ruleOfTheDay, returnAfter: 2 }
  const clinics = new Map<Session, Clinic>()
  const others = lookAround(clinics)
  for (const [session, own] of Map.groupBy(day.patients, (one) => one.session)) {
    const history = world.forecasts ? historyOfSession(world.seed, day.institutionId, session, world.remembered) : null
    clinics.set(session, openClinic(agenda, session, byPeriod ? own : [], { rule, byPeriod, history, correction: world.correction, others }))
  }
  return clinics
}

const LOOKED_EVERY = 60

/** The pace of all clinics, looked at once a minute as the product does; a department is a zone. */
function lookAround(clinics: ReadonlyMap<Session, Clinic>): (clinic: Clinic, now: number) => readonly ZoneToday[] {
  let lookedAt = -LOOKED_EVERY
  let shown: (ReturnType<typeof toldToOthers> & { zone: string; clinic: Clinic })[] = []
  return (asking, now) => {
    if (now - lookedAt >= LOOKED_EVERY) {
      lookedAt = now
      shown = [...clinics.values()].map((clinic) => ({ ...toldToOthers(ownDay(clinic, now), clinic.rules.history), zone: clinic.session.subject, clinic }))
    }
    return zonesToday(shown.filter((one) => one.clinic !== asking), asking.session.subject)
  }
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
    examinationDesk: counters(sum((one) => (one.asksForExamination ? assume.seconds.examinationDesk * one.counterSpeed : 0)), DAY_SECONDS, assume.stationLoad),
    reports: counters(sum((one) => (one.collectsReports ? papersOf(one) * assume.seconds.report * one.counterSpeed : 0)), DAY_SECONDS, assume.stationLoad),
  }
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
