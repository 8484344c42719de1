import { appointmentsOfPerson, bookAppointment } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { checkIn, checkInWindow } from '#journey/outpatient/arrival/index.ts'
import type { FoundPerson } from '#journey/throughout/people/contract.ts'
import { entriesOf, registerAt } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import type { MachineContext } from '../machine-context.ts'
import { clinicsToday, type FreeUnit, offeredTime, servicesOfDepartment } from '../queries/free-for-walk-in.ts'
import { checkInEntry, isDone, type Outcome, tried, wordsOf } from './check-in-entry.ts'

export interface WalkInWish {
  readonly person: FoundPerson
  readonly departmentId: number
  /** What they were told it costs; null: nothing was said. */
  readonly feeCents: number | null
  /** When they took the paper: their moment of coming. */
  readonly at: Date
}

interface Unit extends Pick<FreeUnit, 'periodId' | 'pool' | 'startsAt'> {
  /** By which moment it is judged whether it can be had. */
  readonly asOf: Date
}

const MOST_TRIES = 30
const PERIOD_FULL = 'booking.period-full'
/** Somebody was quicker, or they are expected elsewhere then: another time may do. */
const TRY_ANOTHER: readonly string[] = [PERIOD_FULL, 'booking.person-busy', 'booking.session-suspended', 'booking.booking-closed', 'booking.same-service-that-day', 'booking.same-doctor-that-day']

/**
 * Gives whoever took a paper without a booking a unit of that department and their place in line, by what they would have been
 * given when they came: the soonest time that was free then, at no more than they were told. Who is booked there today is
 * checked in for that, and who stands there already keeps the place they have. Where nothing is left it says so, with the next time.
 */
export async function placeWalkIn(tx: Tx, context: MachineContext, snapshot: Snapshot, wish: WalkInWish): Promise<Outcome> {
  const { institutionId, now } = context
  const { person: { personId }, departmentId, feeCents, at } = wish
  const standing = await placeTheyHave(tx, { ...context, now: at }, personId, departmentId)
  if (standing) return standing
  const services = servicesOfDepartment(snapshot, institutionId, departmentId)
  const { free, hours } = await clinicsToday(tx, { institutionId, services, at, now })
  const early = (await checkInWindow(tx, institutionId, at)).earlyMinutes * 60_000
  const fitting = free.filter(({ startsAt, service }) => startsAt.getTime() - early <= now.getTime() && (feeCents === null || (service.feeCents ?? 0) <= feeCents))
  const refused: DomainError[] = []
  for (const unit of fitting.slice(0, MOST_TRIES)) {
    const done = await takeUnit(tx, context, wish, { ...unit, asOf: at })
    if (!(done instanceof DomainError)) return done
    refused.push(done)
    if (!TRY_ANOTHER.includes(done.code)) break
  }
  const last = refused.findLast(({ code }) => code !== PERIOD_FULL)
  if (last) return { answer: 'refused', personId, detail: wordsOf(last) }
  const offered = await offeredTime(tx, institutionId, services, now)
  return { answer: hours.has(departmentId) ? 'full' : 'department-closed', personId, detail: offered ? { offered: JSON.stringify(offered) } : {} }
}

/** One unit, the appointment and the place in line: all of it, or nothing with the refusal. A time that cannot be checked in for yet is booked only. */
export async function takeUnit(tx: Tx, context: MachineContext, { person: { personId }, at }: Pick<WalkInWish, 'person' | 'at'>, { periodId, pool, startsAt, asOf }: Unit): Promise<Outcome | DomainError> {
  const { institutionId, now, machine } = context
  const early = (await checkInWindow(tx, institutionId, at)).earlyMinutes * 60_000
  const opensAt = new Date(startsAt.getTime() - early)
  return tried(tx, async (): Promise<Outcome> => {
    const then = { ...context, now: asOf }
    await registerAt(tx, then, institutionId, personId)
    const { id } = await bookAppointment(tx, then, { institutionId, personId, periodId, pool, note: '' })
    await audit(tx, context, { action: 'kiosk.book', personId, subject: `appointment/${id}`, institutionId, detail: { machine, pool } })
    if (opensAt > now) return { answer: 'booked', personId, visitId: id, detail: { at: startsAt.toISOString() } }
    // Who came before their time could be checked in for is checked in from then on: their place is the same.
    const came = { ...context, now: opensAt > at ? opensAt : at }
    const { label } = await checkIn(tx, came, { institutionId, appointmentId: id, proof: { by: 'kiosk' }, class: 'walk-in' })
    return { answer: 'merged', personId, visitId: id, label }
  })
}

/** What they have in this department today: checked in for, or the number they stand there with. */
async function placeTheyHave(tx: Tx, context: MachineContext, personId: string, departmentId: number): Promise<Outcome | undefined> {
  const mine: readonly string[] = await entriesOf(tx, personId)
  const today = await appointmentsOfPerson(tx, context, mine, context.institutionId, localDay(context.now))
  const outcomes: Outcome[] = []
  for (const { id } of today.filter((one) => one.departmentId === departmentId)) {
    const outcome = await checkInEntry(tx, context, personId, id)
    if (isDone(outcome)) return outcome
    outcomes.push(outcome)
  }
  return outcomes[0]
}
