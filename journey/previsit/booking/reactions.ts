import { sql } from 'kysely'
import { addCharge, BillNotFound, billOf, cancelCharge, type ChargeItem, openBill } from '#journey/throughout/billing/index.ts'
import { departmentById, institutionById, practitionerById, priceOf } from '#journey/throughout/directory/index.ts'
import { registerAt, tellPerson } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction, StoredEvent } from '#platform/events/index.ts'
import { appointmentsWhere, type StoredAppointment } from './appointment-row.ts'
import { APPOINTMENT_BOOKED, APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, APPOINTMENT_REINSTATED, APPOINTMENT_SUSPENDED, type AppointmentFacts } from './events.ts'

const factsOf = (event: StoredEvent) => event.payload as unknown as AppointmentFacts
const STANDING: readonly string[] = ['booked', 'arrived', 'fulfilled', 'no-show']

/** Kept as it is until our work is done: a cancellation at the same moment waits, and its own reaction then sees the charge. */
async function keptStill(tx: Tx, facts: AppointmentFacts): Promise<StoredAppointment | undefined> {
  const found = await appointmentsWhere(tx, sql`institution_id = ${facts.institutionId} and id = ${facts.appointmentId} for share`)
  return found[0]
}

/** Puts the registration fee as it now stands on the visit's bill, and takes off what stood there before. */
async function chargeFee(tx: Tx, context: Context, appointment: StoredAppointment, sourceId: string): Promise<void> {
  const { institutionId, id, personId, feeCode, feeCents, insuranceShareBp, departmentId } = appointment
  await registerAt(tx, context, institutionId, personId)
  const department = await departmentById(tx, institutionId, departmentId)
  await openBill(tx, context, { institutionId, billId: id, personId, title: department?.name ?? '' })
  const lines = await feeLines(tx, context, appointment.institutionId, id)
  const right = lines.find((line) => line.code === feeCode && line.unitCents === feeCents)
  if (!right && feeCents > 0) {
    const price = await priceOf(tx, institutionId, feeCode, new Date(appointment.startsAt))
    await addCharge(tx, context, {
      institutionId, billId: id, source: 'registration', sourceId, code: feeCode, name: price?.name ?? feeCode, quantity: 1,
      unitCents: feeCents, insuranceShareBp, departmentId,
    })
  }
  for (const line of lines) if (line !== right) await takeOff(tx, context, appointment, line, 'appointment-moved')
}

async function feeLines(tx: Tx, context: Context, institutionId: number, billId: string): Promise<ChargeItem[]> {
  try {
    const bill = await billOf(tx, context, institutionId, billId)
    return bill.items.filter((item) => item.source === 'registration' && item.status !== 'cancelled')
  } catch (error) {
    if (error instanceof BillNotFound) return [] // nothing was charged yet
    throw error
  }
}

async function takeOff(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }, line: ChargeItem, reason: string): Promise<void> {
  await cancelCharge(tx, context, { institutionId, billId: id, source: 'registration', sourceId: line.sourceId, reason })
}

/** Booked for them by somebody at a desk or on the telephone: they have it in writing, where they need no app to read it. */
const BY_STAFF: readonly string[] = ['phone', 'window', 'desk']

async function tellBooked(tx: Tx, context: Context, { institutionId, id, personId, startsAt, departmentId, practitionerId, endsAt }: StoredAppointment): Promise<void> {
  const [hospital, department, doctor] = [
    await institutionById(tx, institutionId), await departmentById(tx, institutionId, departmentId),
    practitionerId === null ? undefined : await practitionerById(tx, institutionId, practitionerId),
  ]
  const where = [department?.building, department?.floor, department?.zone].filter(Boolean).join('')
  await tellPerson(tx, context, {
    personId, key: `booked/${id}`, template: 'booked-for-you', notAfter: new Date(endsAt),
    params: [dayAndTime(startsAt), hospital?.name ?? '', [department?.name, doctor?.name].filter(Boolean).join(' '), where],
  })
}

/** 11-25 09:15, as both languages read it. */
function dayAndTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')
}

export const reactions: readonly Reaction[] = [
  {
    name: 'booking.tell-booked-by-staff',
    on: [APPOINTMENT_BOOKED],
    async run(tx, context, event) {
      const appointment = await keptStill(tx, factsOf(event))
      if (appointment?.status === 'booked' && BY_STAFF.includes(appointment.channel)) await tellBooked(tx, context, appointment)
    },
  },
  {
    name: 'booking.charge-registration-fee',
    on: [APPOINTMENT_BOOKED],
    async run(tx, context, event) {
      const appointment = await keptStill(tx, factsOf(event))
      if (appointment && STANDING.includes(appointment.status)) await chargeFee(tx, context, appointment, appointment.id)
    },
  },
  {
    name: 'booking.adjust-registration-fee',
    on: [APPOINTMENT_MOVED, APPOINTMENT_REINSTATED],
    async run(tx, context, event) {
      const appointment = await keptStill(tx, factsOf(event))
      // A line is charged once per source: each move is a source of its own, so that moving there and back charges again.
      if (appointment && STANDING.includes(appointment.status)) await chargeFee(tx, context, appointment, `${appointment.id}/${event.id}`)
    },
  },
  {
    name: 'booking.cancel-registration-fee',
    on: [APPOINTMENT_CANCELLED, APPOINTMENT_SUSPENDED],
    async run(tx, context, event) {
      const { institutionId, appointmentId: id } = factsOf(event)
      const appointment = await keptStill(tx, factsOf(event))
      if (appointment && STANDING.includes(appointment.status)) return // it was a mistake, and is theirs again
      const reason = event.type === APPOINTMENT_SUSPENDED ? 'appointment-suspended' : 'appointment-cancelled'
      for (const line of await feeLines(tx, context, institutionId, id)) await takeOff(tx, context, { institutionId, id }, line, reason)
    },
  },
]
