import type { Appointment, Bundle, BundleEntry, MessageHeader, Patient, Resource, Slot } from '@medplum/fhirtypes'
import { newId } from '#platform/database/index.ts'
import { type Issue, type OperationCall, parseReference, type ServedOperation } from '#platform/fhir/index.ts'
import { RequestRefused } from '../errors.ts'
import { appointmentResource, type AppointmentRef, IDENTIFIER, readAppointmentId } from './appointment-resource.ts'
import { cancelAppointment } from '../operations/cancel-appointment.ts'
import { reasonOf, updateAppointment } from './change.ts'
import { appointmentNow, changing, take, within } from './taking.ts'
import { snapshotOf } from './which.ts'
import { wishedPeriod } from './wished.ts'

/**
 * Bookings that come as messages, in the way of the NHS booking and referral service: a `booking-request` that is new books,
 * one that updates moves or confirms, one that cancels gives the time back. The answer comes at once, as a message.
 */
export const processMessage: ServedOperation = {
  name: 'process-message', definition: 'http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message', level: 'system', methods: ['POST'], takes: 'Bundle',
  needs: { type: 'Appointment', letter: 'c' },
  documentation: 'A message Bundle whose event is booking-request (reason new, update or cancelled); its Slot is one of ours, its Patient has an identifier we know. Answered synchronously',
  run: process,
}

type Entries = ReadonlyMap<string, Resource>

async function process(call: OperationCall): Promise<Bundle> {
  const bundle = call.body as Bundle
  const entries = entriesOf(bundle)
  const header = headerOf(bundle)
  const appointment = focusOf(header, entries)
  const answer = await answered(call, { header, appointment, entries })
  return messageBack(call, header, answer)
}

function headerOf(bundle: Bundle): MessageHeader {
  const issues: Issue[] = []
  const first = bundle.entry?.[0]?.resource
  if (bundle.type !== 'message') issues.push({ code: 'invalid', text: 'The Bundle is no message', expression: 'Bundle.type' })
  if (first?.resourceType !== 'MessageHeader') issues.push({ code: 'required', text: 'A message begins with its MessageHeader', expression: 'Bundle.entry[0].resource' })
  else if (first.eventCoding?.code !== 'booking-request') {
    issues.push({ code: 'not-supported', text: `Messages of the event "${first.eventCoding?.code ?? first.eventUri ?? ''}" are not processed here; booking-request is`, expression: 'MessageHeader.event' })
  }
  if (issues.length > 0 || first?.resourceType !== 'MessageHeader') throw new RequestRefused({ issues })
  return first
}

function focusOf(header: MessageHeader, entries: Entries): Appointment {
  const focus = (header.focus ?? []).map(({ reference }) => entries.get(reference ?? '')).find((one): one is Appointment => one?.resourceType === 'Appointment')
  if (!focus) throw new RequestRefused({ issues: [{ code: 'required', text: 'The message has no Appointment in its focus', expression: 'MessageHeader.focus' }] })
  return focus
}

interface Message {
  readonly header: MessageHeader
  readonly appointment: Appointment
  readonly entries: Entries
}

async function answered(call: OperationCall, { header, appointment, entries }: Message): Promise<Appointment> {
  const reason = header.reason?.coding?.[0]?.code ?? 'new'
  const ref = existing(appointment)
  const resolved = withOurReferences(appointment, entries)
  if (reason === 'new' && appointment.status !== 'cancelled') {
    const patient = patientOf(appointment, entries)
    const wished = await within(call, (reading) => wishedPeriod(reading, resolved, { patient, comment: appointment.description }))
    return take(call, wished, appointment.status === 'booked' ? 'book' : 'hold')
  }
  if (!ref) throw new RequestRefused({ issues: [{ code: 'not-found', text: 'The message changes an appointment without saying which of ours', expression: 'Appointment.identifier' }] })
  if (appointment.status === 'cancelled' || reason === 'delete' || reason === 'cancelled') {
    return within(call, (reading) => changing(reading, ref, call.ifMatch, () => cancelAppointment(reading.tx, reading.context, { ...ref, reason: reasonOf(appointment) })))
  }
  if (reason !== 'update') throw new RequestRefused({ issues: [{ code: 'not-supported', text: `The reason "${reason.slice(0, 40)}" is none of new, update, cancelled`, expression: 'MessageHeader.reason' }] })
  await updateAppointment(call, `${ref.institutionId}-${ref.id}`, { ...resolved, participant: [] })
  return within(call, async (reading) => appointmentResource(await appointmentNow(reading.tx, ref), await snapshotOf(reading)))
}

/** One of ours: by its id here, or by what it is called in the messages. */
function existing({ id, identifier }: Appointment): AppointmentRef | undefined {
  const named = identifier?.find(({ system }) => system === `${IDENTIFIER}-id`)?.value
  return readAppointmentId(id ?? '') ?? readAppointmentId(named ?? '')
}

/** References within the message become what they point to: our own Slot by its id or identifier, the Patient beside it. */
function withOurReferences(appointment: Appointment, entries: Entries): Appointment {
  const slot = appointment.slot?.map((one) => {
    const within = entries.get(one.reference ?? '') as Slot | undefined
    const ours = within?.id ?? within?.identifier?.[0]?.value
    return within ? { reference: ours ? `Slot/${ours}` : 'Slot/none' } : one
  })
  const participant = appointment.participant.filter(({ actor }) => entries.get(actor?.reference ?? '')?.resourceType !== 'Patient')
  return { ...appointment, ...(slot ? { slot } : {}), participant }
}

function patientOf(appointment: Appointment, entries: Entries): Patient | undefined {
  return appointment.participant.map(({ actor }) => entries.get(actor?.reference ?? '')).find((one): one is Patient => one?.resourceType === 'Patient')
}

function entriesOf(bundle: Bundle): Entries {
  const entries = new Map<string, Resource>()
  for (const { fullUrl, resource } of bundle.entry ?? []) {
    if (!resource) continue
    if (fullUrl) entries.set(fullUrl, resource)
    const relative = fullUrl && parseReference(fullUrl, undefined)
    if (relative && relative.type) entries.set(`${relative.type}/${relative.id}`, resource)
    if (resource.id) entries.set(`${resource.resourceType}/${resource.id}`, resource)
  }
  return entries
}

function messageBack({ base }: OperationCall, header: MessageHeader, appointment: Appointment): Bundle {
  const response: MessageHeader = {
    resourceType: 'MessageHeader', id: newId(),
    eventCoding: { ...(header.eventCoding?.system ? { system: header.eventCoding.system } : {}), code: 'booking-response' },
    source: { name: 'Liuxin', endpoint: `${base}/$process-message` },
    response: { identifier: header.id ?? newId(), code: 'ok' },
    focus: [{ reference: `${base}/Appointment/${appointment.id}` }],
  }
  const entries: BundleEntry[] = [{ fullUrl: `urn:uuid:${response.id}`, resource: response }, { fullUrl: `${base}/Appointment/${appointment.id}`, resource: appointment }]
  return { resourceType: 'Bundle', type: 'message', timestamp: new Date().toISOString(), entry: entries }
}
