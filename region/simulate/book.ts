import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { each, Refused, type Session } from './client.ts'
import { personCount, samplePhone } from '../demo.ts'
import { signInPatient } from './sign-in.ts'
import { newSession, type Patient, type Supply, type World } from './world.ts'

const AT_ONCE = 16
/** The first few of the region are the demonstration's own people. */
const FIRST = 10
const TRIES = 4
const CANCELLED_SHARE = 0.06
/** The platform gives one address only so many sign-in codes an hour; the others call the desk or come to the window. */
const PHONES_AT_MOST = 250
const PHONE_SHARE = 0.4

/** Everybody books for the day: on their own phone, or by the telephone desk. */
export async function bookEverybody(world: World, supply: readonly Supply[], say: (line: string) => void): Promise<void> {
  const { patients: wanted } = world.options
  const phones = Math.min(PHONES_AT_MOST, Math.ceil(wanted * PHONE_SHARE))
  const wishes = shuffled(world, supply)
  let next = 0
  let done = 0
  let turn = 0
  await each(Array.from({ length: wanted }, (_, i) => i), AT_ONCE, async (i) => {
    const luck = world.chance('patient', i)
    let patient: Patient | null = null
    while (!patient) {
      // A small region has fewer people than a long day has visits: some go twice.
      const index = FIRST + (turn++ % (personCount.small - FIRST))
      patient = i < phones ? await withPhone(world, index) : await atDesk(world, index, wishes[next % Math.max(1, wishes.length)])
    }
    world.patients.push(patient)
    for (let attempt = 0; attempt < TRIES && next < wishes.length && !patient.appointment; attempt++) await tryToBook(world, patient, wishes[next++]!)
    if (patient.appointment && luck.next() < CANCELLED_SHARE) await cancel(world, patient)
    if (++done % 100 === 0) say(`${done} of ${wanted} people have called or tapped`)
  })
}

function shuffled(world: World, supply: readonly Supply[]): Supply[] {
  const luck = world.chance('wishes')
  return supply.map((item) => ({ item, at: luck.next() })).sort((a, b) => a.at - b.at).map(({ item }) => item)
}

async function withPhone(world: World, index: number): Promise<Patient | null> {
  const phone = newSession(world, 'phone')
  const personId = await signInPatient(phone, index)
  return personId ? { index, byPhone: true, personId, phone, appointment: null } : null
}

async function atDesk(world: World, index: number, wish: Supply | undefined): Promise<Patient | null> {
  const { nurse } = world.desks.get(wish?.institutionId ?? [...world.desks.keys()][0]!)!
  const found = await nurse.send<{ personId: string }[]>('POST', '/api/people/search', { by: 'phone', phone: samplePhone(index) })
  return found[0] ? { index, byPhone: false, personId: found[0].personId, phone: null, appointment: null } : null
}

async function tryToBook(world: World, patient: Patient, wish: Supply): Promise<void> {
  const session: Session = patient.phone ?? world.desks.get(wish.institutionId)!.nurse
  const asked = { institutionId: wish.institutionId, periodId: wish.periodId, pool: 'public', personId: patient.personId }
  try {
    if (patient.phone) {
      const hold = await session.send<Appointment>('POST', '/api/booking/holds', asked)
      patient.appointment = await session.send<Appointment>('POST', '/api/booking/appointments', { institutionId: wish.institutionId, holdId: hold.id })
    } else {
      patient.appointment = await session.send<Appointment>('POST', '/api/booking/appointments', asked)
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

async function cancel(world: World, patient: Patient): Promise<void> {
  const { institutionId, id } = patient.appointment!
  const session = patient.phone ?? world.desks.get(institutionId)!.nurse
  try {
    await session.send('POST', `/api/booking/appointments/${institutionId}/${id}/cancel`, { reason: 'simulated change of mind' })
    patient.ending = 'cancelled'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}
