import type { Appointment, Bundle, Parameters, Patient, Reference } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { countPeriods, type ListedPeriod, listPeriods, type PeriodsWanted, type Ref } from '#engines/capacity/index.ts'
import { fhirLocationId, fhirSystems, type Snapshot, subjectsOfDepartment } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import {
  entryOf, type Issue, type OperationCall, outcome, pairId, ParameterInvalid, parseReference, parseToken, type Reading, type ServedOperation, spanOf,
} from '#platform/fhir/index.ts'
import type { WishedPeriod } from '../contract.ts'
import { key } from '../place.ts'
import { PersonUnknown, RequestRefused } from '../errors.ts'
import { cancelAppointment } from '../operations/cancel-appointment.ts'
import { confirmHold } from '../operations/confirm-hold.ts'
import { type AppointmentRef, appointmentResource, participants, proposalId, PROFILE, readAppointmentId, readProposal, scheduled } from './appointment-resource.ts'
import { reasonOf, updateAppointment } from './change.ts'
import { appointmentNow, changing, take, within } from './taking.ts'
import { institutionsOf, snapshotOf } from './which.ts'
import { issueOf, parameter, personDescribed, personReferred, referenceOf, wishedPeriod } from './wished.ts'

const DEFINITIONS = 'https://profiles.ihe.net/ITI/Scheduling/OperationDefinition'
const HORIZON_MS = 28 * 86_400_000
type Given = NonNullable<Parameters['parameter']>[number] | undefined

/** IHE ITI-115: times that could be had. They are proposals: nothing is stored, and nothing kept. */
export const findOperation: ServedOperation = {
  name: 'find', definition: `${DEFINITIONS}/appointment-find`, level: 'type', methods: ['GET', 'POST'], takes: 'Parameters',
  needs: { type: 'Appointment', letter: 's' },
  documentation: 'start, end, practitioner, organization, location-reference, location-string, specialty, visit-type, patient-reference, patient-resource, _count; soonest first',
  run: (call) => within(call, (reading) => find(reading, call)),
}

/** IHE ITI-116: keeps a proposed time for some minutes. */
export const holdOperation: ServedOperation = {
  name: 'hold', definition: `${DEFINITIONS}/appointment-hold`, level: 'type', methods: ['POST'], takes: 'Parameters',
  needs: { type: 'Appointment', letter: 'c' },
  documentation: 'appointment-reference (a proposal of $find), or appointment-resource; patient-reference or patient-resource where the proposal names nobody',
  run: hold,
}

/** IHE ITI-117: books a proposed or held time; moves or cancels an appointment. */
export const bookOperation: ServedOperation = {
  name: 'book', definition: `${DEFINITIONS}/appointment-book`, level: 'type', methods: ['POST'], takes: 'Parameters',
  needs: { type: 'Appointment', letter: 'c' },
  documentation: 'appointment-reference (a proposal or a held appointment), or appointment-resource (new; or with its id: to confirm, move or cancel); patient-resource or patient-reference; comment',
  run: book,
}

async function find(reading: Reading, { body }: OperationCall): Promise<Bundle> {
  const { tx, context, base } = reading
  const snapshot = await snapshotOf(reading)
  const personId = await personOf(reading, { parameters: parameter(body, 'patient-reference').map(referenceOf), patient: parameter(body, 'patient-resource')[0]?.resource as Patient | undefined })
  const wanted: PeriodsWanted = {
    pool: 'public', now: context.now, institutions: institutionsOf(context), services: servicesMeant(snapshot, context.actor.kind === 'client' ? context.actor.institutions : [], body as Parameters),
    starts: [spanAsked(body as Parameters, context.now)], states: ['free'],
  }
  const count = countAsked(parameter(body, '_count')[0])
  const [rows, total] = [await listPeriods(tx, wanted, count), await countPeriods(tx, wanted)]
  const none = outcome([{ severity: 'information', code: 'not-found', text: 'No time that can be booked fits' }])
  return {
    resourceType: 'Bundle', type: 'searchset', total,
    link: [{ relation: 'self', url: `${base}/Appointment/$find` }],
    entry: rows.length > 0 ? rows.map((row) => entryOf(base, proposal(row, snapshot, personId), 'match')) : [{ resource: none, search: { mode: 'outcome' } }],
  }
}

function proposal(row: ListedPeriod, snapshot: Snapshot, personId: string | undefined): Appointment {
  const service = snapshot.services.get(key(row.institutionId, row.serviceId))
  const timed = { ...row, periodId: row.id, practitionerId: row.resourceId ?? service?.practitionerId ?? null, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString() }
  return {
    resourceType: 'Appointment', id: proposalId({ institutionId: row.institutionId, periodId: row.id, personId }), meta: { profile: [PROFILE] },
    status: 'proposed', ...scheduled(timed, snapshot), participant: participants(timed, snapshot, personId, 'needs-action'),
  }
}

function spanAsked(body: Parameters, now: Date): { from: Date; until: Date } {
  const read = (name: string): { from: Date; until: Date } | undefined => {
    const [one] = parameter(body, name)
    const text = one?.valueDateTime ?? one?.valueString ?? one?.valueDate ?? one?.valueInstant
    if (!one) return undefined
    const span = text === undefined ? undefined : spanOf(text)
    if (!span) throw new ParameterInvalid({ issues: [{ code: 'invalid', text: `${name} is no date and time`, expression: name }] })
    return span
  }
  const [start, end] = [read('start'), read('end')]
  const from = start && start.from > now ? start.from : now
  return { from, until: end?.until ?? new Date(from.getTime() + HORIZON_MS) }
}

function countAsked(one: Given): number {
  const count = Number(one?.valueInteger ?? one?.valuePositiveInt ?? one?.valueString ?? 20)
  if (!Number.isInteger(count) || count < 0) throw new ParameterInvalid({ issues: [{ code: 'invalid', text: '_count is a number from 0', expression: '_count' }] })
  return Math.min(count, 200)
}

/** The clinics that fit every parameter that was given, by any of its values. */
function servicesMeant(snapshot: Snapshot, institutions: readonly number[], body: Parameters): Ref[] {
  const texts = (name: string): string[] => parameter(body, name).flatMap((one) => one.valueString ?? one.valueCode ?? (one.valueCoding ? `${one.valueCoding.system ?? ''}|${one.valueCoding.code ?? ''}` : []))
  const ids = (name: string, type: string): string[] => parameter(body, name).map(referenceOf).map((one) => parseReference(one?.reference ?? '', type)?.id ?? one?.identifier?.value ?? '')
  const [practitioners, organizations, places] = [ids('practitioner', 'Practitioner'), ids('organization', 'Organization'), ids('location-reference', 'Location')]
  const [specialties, kinds, near] = [texts('specialty').map(parseToken), texts('visit-type').map(parseToken), texts('location-string')]
  const any = <T>(list: readonly T[], fits: (one: T) => boolean): boolean => list.length === 0 || list.some(fits)
  return [...snapshot.services.values()].filter((one) => {
    const { institutionId, departmentId, practitionerId } = one
    const place = fhirLocationId(one, snapshot)
    const campus = snapshot.campuses.get(place.replace('-', '/'))
    const institution = snapshot.institutions.get(institutionId)
    return institutions.includes(institutionId)
      && any(practitioners, (id) => practitionerId !== null && id === pairId(institutionId, practitionerId))
      && any(organizations, (id) => id === String(institutionId) || id === pairId(institutionId, departmentId) || id === institution?.code)
      && any(places, (id) => id === place)
      && any(near, (text) => [campus?.address, institution?.address, institution?.districtName, institution?.districtNameEn].some((address) => address?.toLowerCase().includes(text.toLowerCase())))
      && any(kinds, ({ system, code }) => (system === undefined || system === fhirSystems.serviceKind) && (code === one.kind || code === one.name || code === one.nameEn))
      && any(specialties, ({ system, code }) => (system === undefined || system === fhirSystems.subject) && subjectsOfDepartment(snapshot, institutionId, departmentId).includes(code ?? ''))
  }).map(({ institutionId, id }) => ({ institutionId, id }))
}

interface Meant {
  readonly parameters: readonly (Reference | undefined)[]
  readonly patient: Patient | undefined
}

/** Whom the parameters speak of; somebody who is named and not known is said so at once. */
async function personOf(reading: Reading, { parameters, patient }: Meant): Promise<string | undefined> {
  const [reference] = parameters
  if (!reference && !patient) return undefined
  const id = (reference && (await personReferred(reading, reference))) ?? (patient && (await personDescribed(reading, patient)))
  if (!id) throw new RequestRefused({ issues: [issueOf(PersonUnknown, 'not-found', reference ? 'patient-reference' : 'patient-resource')] })
  return id
}

async function hold(call: OperationCall): Promise<Bundle> {
  const answer = await named(call, 'hold').catch((error: unknown) => {
    throw unavailable(error)
  })
  return bundleOf(call, answer)
}

/** The profile wants the refusal of a hold to say first that the appointment is not to be had; the reasons follow. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.status === 429 || error.status >= 500) return error
  const first: Issue = { severity: 'fatal', code: 'not-found', text: 'This appointment cannot be held.', expression: 'Appointment' }
  const { issues, reasons } = error.details as { issues?: readonly Issue[]; reasons?: readonly unknown[] }
  const own: Issue[] = issues || reasons ? [] : [{ code: 'conflict', text: error.message, reason: error.code }]
  return new DomainError(error.code, error.status, error.message, { ...error.details, issues: [first, ...(issues ?? []), ...own] })
}

async function book(call: OperationCall): Promise<Bundle> {
  const given = parameter(call.body, 'appointment-resource')[0]?.resource as Appointment | undefined
  const ref = given?.id ? readAppointmentId(given.id) : undefined
  if (!given || !ref) return bundleOf(call, await named(call, 'book'))
  if (given.status === 'cancelled') {
    const reason = commentOf(call) ?? reasonOf(given)
    return bundleOf(call, await within(call, (reading) => changing(reading, ref, call.ifMatch, () => cancelAppointment(reading.tx, reading.context, { ...ref, reason: reason.slice(0, 200) }))))
  }
  return bundleOf(call, await updateAppointment(call, given.id!, { ...given, status: given.status === 'pending' || given.status === 'proposed' ? 'booked' : given.status }))
}

/** Holds or books what the parameters name: a proposal, a held appointment, or an appointment described in full. */
async function named(call: OperationCall, kind: 'hold' | 'book'): Promise<Appointment> {
  const { body } = call
  const reference = referenceOf(parameter(body, 'appointment-reference')[0])
  const described = parameter(body, 'appointment-resource')[0]?.resource as Appointment | undefined
  const patient = parameter(body, 'patient-resource')[0]?.resource as Patient | undefined
  if (!reference && !described) {
    throw new RequestRefused({ issues: [{ code: 'required', text: 'Name appointment-reference or appointment-resource', expression: 'Parameters.parameter' }] })
  }
  const id = reference ? (parseReference(reference.reference ?? '', 'Appointment')?.id ?? '') : ''
  const ref = readAppointmentId(id)
  if (ref) return standing(call, ref, kind)
  const proposed = readProposal(id || (described?.id ?? ''))
  if (reference && !proposed) throw new RequestRefused({ issues: [{ code: 'not-found', text: 'There is no such appointment or proposal', expression: 'appointment-reference' }] })
  const wished = await within(call, async (reading) => {
    const person = proposed?.personId ?? (await personOf(reading, { parameters: parameter(body, 'patient-reference').map(referenceOf), patient }))
    return wishedPeriod(reading, described ?? asAppointment(proposed!, person), { patient: described ? patient : undefined, comment: commentOf(call) })
  })
  const kept = kind === 'book' ? await within(call, ({ tx }) => heldAlready(tx, wished)) : undefined
  return kept ? standing(call, kept, 'book') : take(call, wished, kind)
}

/** The very time, held for the very person a moment ago: booking it confirms the hold, whichever of the two ids the client names. */
async function heldAlready(tx: Tx, { institutionId, periodId, personId }: WishedPeriod): Promise<AppointmentRef | undefined> {
  const { rows } = await sql<{ id: string }>`select id from booking.appointment
    where person_id = ${personId} and institution_id = ${institutionId} and period_id = ${periodId} and status = 'held' limit 1`.execute(tx)
  return rows[0] && { institutionId, id: rows[0].id }
}

function asAppointment({ institutionId, periodId }: { institutionId: number; periodId: number }, personId: string | undefined): Appointment {
  return {
    resourceType: 'Appointment', status: 'proposed', slot: [{ reference: `Slot/${pairId(institutionId, periodId)}` }],
    participant: personId ? [{ status: 'accepted', actor: { reference: `Patient/${personId}` } }] : [],
  }
}

/** One that stands already: booking it confirms the hold; holding it again changes nothing. */
function standing(call: OperationCall, ref: { institutionId: number; id: string }, kind: 'hold' | 'book'): Promise<Appointment> {
  return within(call, async (reading) => {
    if (kind === 'book') return changing(reading, ref, call.ifMatch, () => confirmHold(reading.tx, reading.context, ref))
    const current = await appointmentNow(reading.tx, ref)
    if (current.status !== 'held') throw new RequestRefused({ issues: [{ code: 'conflict', text: `This appointment is ${current.status}`, expression: 'appointment-reference' }] })
    return appointmentResource(current, await snapshotOf(reading))
  })
}

function commentOf({ body }: OperationCall): string | undefined {
  return parameter(body, 'comment')[0]?.valueString
}

function bundleOf({ base }: OperationCall, appointment: Appointment): Bundle {
  return { resourceType: 'Bundle', type: 'searchset', total: 1, link: [{ relation: 'self', url: `${base}/Appointment/${appointment.id}` }], entry: [entryOf(base, appointment, 'match')] }
}
