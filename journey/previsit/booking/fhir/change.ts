import type { Appointment } from '@medplum/fhirtypes'
import { ChangeNotOffered, type Issue, parseReference, type Reading, readPairId, ResourceNotFound, type Writing } from '#platform/fhir/index.ts'
import { listPeriods } from '#engines/capacity/index.ts'
import { RequestRefused, StartOffGrid } from '../errors.ts'
import { cancelAppointment } from '../operations/cancel-appointment.ts'
import { confirmHold } from '../operations/confirm-hold.ts'
import { moveAppointment } from '../operations/move-appointment.ts'
import { type AppointmentRef, readAppointmentId, statusOf, type VersionedAppointment } from './appointment-resource.ts'
import { changing, take, within } from './taking.ts'
import { issueOf, refusedAs, wishedPeriod } from './wished.ts'

/** Creating a booked appointment books; a pending or proposed one keeps the time for some minutes. */
export async function createAppointment(writing: Writing, appointment: Appointment): Promise<Appointment> {
  const { status } = appointment
  if (status !== 'booked' && status !== 'pending' && status !== 'proposed') {
    throw new ChangeNotOffered({ issues: [{ code: 'business-rule', text: 'An appointment is created as booked, or as pending or proposed', expression: 'Appointment.status' }] })
  }
  const wished = await within(writing, (reading) => wishedPeriod(reading, appointment))
  return take(writing, wished, status === 'booked' ? 'book' : 'hold')
}

/** What can change of an appointment is its status and its time; that it is done by nobody else meanwhile, its version says. */
export async function updateAppointment(writing: Writing, id: string, wanted: Appointment): Promise<Appointment> {
  const ref = readAppointmentId(id)
  if (!ref) throw new ResourceNotFound()
  return within(writing, (reading) => changing(reading, ref, writing.ifMatch, (current) => change(reading, ref, { current, wanted })))
}

interface Change {
  readonly current: VersionedAppointment
  readonly wanted: Appointment
}

async function change(reading: Reading, ref: AppointmentRef, { current, wanted }: Change): Promise<unknown> {
  const { tx, context } = reading
  const now = statusOf[current.status]
  checkSamePeople(current, wanted)
  if (wanted.status === 'cancelled') return cancelAppointment(tx, context, { ...ref, reason: reasonOf(wanted) })
  const periodId = await periodOf(reading, current, wanted)
  const statusChanges = wanted.status !== now
  if (statusChanges && !(now === 'pending' && wanted.status === 'booked')) {
    throw new ChangeNotOffered({ issues: [refused(`A ${now} appointment cannot be made ${wanted.status} here`, 'Appointment.status')] })
  }
  if (periodId !== current.periodId && statusChanges) throw new ChangeNotOffered({ issues: [refused('Move it or confirm it, one after the other', 'Appointment')] })
  if (periodId !== current.periodId) {
    const moved = { ...ref, periodId, pool: current.pool }
    return moveAppointment(tx, context, moved).catch((error: unknown) => refusedAs(reading, { ...moved, personId: current.personId, note: '' }, error))
  }
  if (statusChanges) return confirmHold(tx, context, ref)
  return undefined
}

function refused(text: string, expression: string): Issue {
  return { code: 'business-rule', text, expression }
}

function checkSamePeople({ personId }: VersionedAppointment, { participant }: Appointment): void {
  const named = (participant ?? []).flatMap(({ actor }) => parseReference(actor?.reference ?? '', undefined) ?? []).filter(({ type }) => type === 'Patient')
  if (named.some(({ id }) => id !== personId)) throw new ChangeNotOffered({ issues: [refused('An appointment is not handed from one person to another', 'Appointment.participant')] })
}

/** The slot says when; a start that is neither the old one nor the slot’s is a mistake, and nobody is moved by mistake. */
async function periodOf({ tx, context }: Reading, current: VersionedAppointment, { slot, start, end }: Appointment): Promise<number> {
  const pair = slot?.[0] ? readPairId(parseReference(slot[0].reference ?? '', 'Slot')?.id ?? '') : { institutionId: current.institutionId, id: current.periodId }
  if (!pair || pair.institutionId !== current.institutionId || (slot?.length ?? 1) !== 1) {
    throw new ChangeNotOffered({ issues: [refused('An appointment moves to one slot of the same institution', 'Appointment.slot')] })
  }
  const times = [start, end].map((text) => (text ? Date.parse(text) : undefined))
  const isStill = times.every((at, i) => at === undefined || at === Date.parse(i === 0 ? current.startsAt : current.endsAt))
  if (isStill) return pair.id
  if (pair.id === current.periodId) throw new ChangeNotOffered({ issues: [refused('The time is the slot’s: name another slot to move', 'Appointment.start')] })
  const [period] = await listPeriods(tx, { pool: 'public', now: context.now, periods: [pair] }, 1)
  const fits = period && times.every((at, i) => at === undefined || at === (i === 0 ? period.startsAt : period.endsAt).getTime())
  if (period && !fits) throw new RequestRefused({ issues: [issueOf(StartOffGrid, 'business-rule', 'Appointment.start')] })
  return pair.id
}

/** Why it is cancelled, in whichever place the client says it. */
export function reasonOf({ cancelationReason, extension }: Appointment): string {
  const ofProfile = extension?.find(({ url }) => url.endsWith('extension-status-reason'))?.valueCodeableConcept
  const concept = cancelationReason ?? ofProfile
  return (concept?.text ?? concept?.coding?.[0]?.code ?? 'by-client').trim().slice(0, 200)
}
