import { type Appointment, appointmentById } from '#journey/previsit/booking/index.ts'
import { departmentById, institutionById, practitionerById } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Answer, LinkedVisit, ReminderLink } from '../contract.ts'
import { LinkOver } from '../errors.ts'
import type { Invited } from '../operations/as-invited.ts'
import { reminderRules } from '../rules.ts'
import { answersTo } from './answers.ts'

/** What a link opens: the visits it was sent about as they now stand, and what may be said to each. Looking changes nothing. */
export async function reminderLink(tx: Tx, context: Context, invited: Invited): Promise<ReminderLink> {
  const { institutionId, personId, appointmentIds } = invited
  const person = await personSummary(tx, context, personId)
  const given = await answersTo(tx, institutionId, appointmentIds)
  const visits: LinkedVisit[] = []
  for (const id of appointmentIds) {
    const appointment = await appointmentById(tx, context, institutionId, id)
    if (appointment) visits.push(await linkedVisit(tx, context, appointment, given.get(id)?.answer ?? null))
  }
  if (visits.length === 0) throw new LinkOver({ fault: 'expired' })
  const { elderAge } = await reminderRules(tx, institutionId, context.now)
  return { nameMasked: person.nameMasked, elder: person.age >= elderAge, visits }
}

async function linkedVisit(tx: Tx, { now }: Context, appointment: Appointment, answer: Answer | null): Promise<LinkedVisit> {
  const { institutionId, id, startsAt, endsAt, status, cancelBy } = appointment
  const hospital = await institutionById(tx, institutionId)
  const department = await departmentById(tx, institutionId, appointment.departmentId)
  const doctor = appointment.practitionerId === null ? undefined : await practitionerById(tx, institutionId, appointment.practitionerId)
  const isComing = status === 'booked' && Date.parse(endsAt) > now.getTime()
  const isToCome = status === 'booked' && Date.parse(startsAt) > now.getTime()
  const isToday = localDay(new Date(startsAt)) === localDay(now)
  return {
    institutionId, appointmentId: id, startsAt, endsAt, status, cancelBy, answer,
    hospital: hospital?.name ?? '', hospitalEn: hospital?.nameEn ?? '', address: hospital?.address ?? '', phone: hospital?.phone ?? '',
    department: department?.name ?? '', departmentEn: department?.nameEn ?? '',
    where: [department?.building, department?.floor, department?.zone, appointment.room].filter(Boolean).join(' '),
    doctor: doctor?.name ?? null, doctorEn: doctor?.nameEn ?? null,
    may: {
      confirm: isComing && answer === null, onMyWay: isComing && isToday && answer !== 'on-my-way',
      cancel: isToCome, move: isToCome, cancelIsLate: isToCome && now.getTime() >= Date.parse(cancelBy),
    },
  }
}
