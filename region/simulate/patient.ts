import type { CheckedIn } from '#journey/outpatient/arrival/contract.ts'
import type { Bill, Payment } from '#journey/throughout/billing/contract.ts'
import { Refused } from './client.ts'
import type { Patient, World } from './world.ts'

const NO_SHOW_SHARE = 0.06
const MINUTE = 60_000

/** A patient's day: comes, mostly early; checks in by phone or at the nurse desk; waits. Being seen is the doctor's part. */
export async function comeToTheClinic(world: World, patient: Patient): Promise<void> {
  const appointment = patient.appointment
  if (!appointment || patient.ending) return
  const luck = world.chance('day', patient.index)
  if (luck.next() < NO_SHOW_SHARE) {
    patient.ending = 'not-come'
    return
  }
  const startsAt = new Date(appointment.startsAt).getTime()
  const late = luck.next() < 0.1
  await world.clock.until(late ? startsAt + luck.below(20) * MINUTE : startsAt - (5 + luck.below(35)) * MINUTE)
  try {
    await checkIn(world, patient)
    patient.checkedInAt = world.clock.now()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    patient.ending = 'not-seen'
  }
}

async function checkIn(world: World, patient: Patient): Promise<CheckedIn> {
  const { institutionId, id } = patient.appointment!
  if (!patient.phone) return world.desks.get(institutionId)!.nurse.send('POST', '/api/arrival/desk/check-ins', { appointmentId: id })
  const { latitude, longitude } = world.institutions.get(institutionId)!
  return patient.phone.send('POST', '/api/arrival/check-ins', {
    institutionId, appointmentId: id, proof: { by: 'location', latitude, longitude, accuracyMetres: 20 },
  })
}

/** Pays what is due: by phone through the provider, or in cash at the window. */
export async function payTheBill(world: World, patient: Patient): Promise<void> {
  const { institutionId, id } = patient.appointment!
  const path = `/api/billing/bills/${institutionId}/${id}`
  const session = patient.phone ?? world.desks.get(institutionId)!.cashier
  const bill = await dueBill(world, session, path)
  if (!bill || bill.dueCents === 0) return
  try {
    if (patient.phone) await payByPhone(world, patient, path, bill.dueCents)
    else await session.send<Payment>('POST', '/api/billing/window/cash', { billId: id, expectedCents: bill.dueCents, receivedCents: Math.ceil(bill.dueCents / 10_000) * 10_000 })
    patient.paidCents = bill.dueCents
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

/** The registration fee reaches the bill a moment after the booking. */
async function dueBill(world: World, session: NonNullable<Patient['phone']>, path: string): Promise<Bill | null> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await session.get<Bill>(path)
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error
      await world.clock.pause(30)
    }
  }
  return null
}

async function payByPhone(world: World, patient: Patient, path: string, cents: number): Promise<void> {
  const phone = patient.phone!
  const { institutionId } = patient.appointment!
  const payment = await phone.send<Payment>('POST', `${path}/payments`, { channel: 'wechatpay', expectedCents: cents })
  const at = `/api/billing/payments/${institutionId}/${payment.id}`
  const ordered = await phone.send<Payment>('POST', `${at}/order`, {})
  if (ordered.payUrl) await phone.send('POST', new URL(ordered.payUrl).pathname)
  for (let attempt = 0; attempt < 200; attempt++) {
    const { state } = await phone.get<Payment>(at)
    if (state === 'succeeded') return
    if (state === 'failed' || state === 'closed') throw new Refused(409, `payment ${state}`, at)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  throw new Error(`payment ${payment.id} was not confirmed within 30 s`)
}
