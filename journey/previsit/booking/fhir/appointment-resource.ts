import type { Appointment, AppointmentParticipant } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { fhirLocationId, fhirSystems, type Snapshot, specialtyOf } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { pairId, readPairId } from '#platform/fhir/index.ts'
import { columns, asAppointment, type Row, type StoredAppointment } from '../appointment-row.ts'
import type { AppointmentStatus } from '../contract.ts'
import { key } from '../place.ts'

export const PROFILE = 'https://profiles.ihe.net/ITI/Scheduling/StructureDefinition/ihe-sched-appt'
export const IDENTIFIER = 'urn:liuxin:appointment'
export const HOLD_ENDS = 'urn:liuxin:hold-ends'

export interface VersionedAppointment extends StoredAppointment {
  readonly version: number
  readonly changedAt: Date
  readonly createdAt: Date
  readonly endReason: string | null
}

export const statusOf: Readonly<Record<AppointmentStatus, NonNullable<Appointment['status']>>> = {
  held: 'pending', booked: 'booked', arrived: 'arrived', fulfilled: 'fulfilled', cancelled: 'cancelled', expired: 'cancelled', 'no-show': 'noshow', suspended: 'cancelled',
}

interface VersionedRow extends Row {
  readonly version: number
  readonly changedAt: Date
  readonly createdAt: Date
  readonly endReason: string | null
}

export async function versionedAppointments(tx: Tx, where: ReturnType<typeof sql>): Promise<VersionedAppointment[]> {
  const { rows } = await sql<VersionedRow>`select ${columns}, version, changed_at as "changedAt", created_at as "createdAt", end_reason as "endReason" from booking.appointment ${where}`.execute(tx)
  return rows.map((row) => ({ ...asAppointment(row), version: row.version, changedAt: row.changedAt, createdAt: row.createdAt, endReason: row.endReason }))
}

export interface AppointmentRef {
  readonly institutionId: number
  readonly id: string
}

const ID = /^([1-9]\d{0,8})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

export function readAppointmentId(text: string): AppointmentRef | undefined {
  const match = ID.exec(text)
  return match ? { institutionId: Number(match[1]), id: match[2]! } : undefined
}

/** A time that $find proposed: nothing is stored of it, its id says it all: `p-101-5001`, and for whom where that was said. */
export interface Proposal {
  readonly institutionId: number
  readonly periodId: number
  readonly personId: string | undefined
}
const PROPOSED = /^p-(\d+-\d+)(?:-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))?$/

export function proposalId({ institutionId, periodId, personId }: Proposal): string {
  return `p-${institutionId}-${periodId}${personId ? `-${personId}` : ''}`
}

export function readProposal(text: string): Proposal | undefined {
  const match = PROPOSED.exec(text)
  const pair = match && readPairId(match[1]!)
  return pair ? { institutionId: pair.institutionId, periodId: pair.id, personId: match[2] } : undefined
}

interface Timed {
  readonly institutionId: number
  readonly serviceId: number
  readonly practitionerId: number | null
  readonly periodId: number
  readonly startsAt: string
  readonly endsAt: string
}

/** What a proposed time and an appointment have in common. */
export function scheduled(one: Timed, snapshot: Snapshot): Pick<Appointment, 'serviceType' | 'specialty' | 'start' | 'end' | 'minutesDuration' | 'slot' | 'requestedPeriod'> {
  const service = snapshot.services.get(key(one.institutionId, one.serviceId))
  return {
    ...(service ? { serviceType: [{ coding: [{ system: fhirSystems.serviceKind, code: service.kind }], text: service.name }] } : {}),
    ...(service ? specialtyOf(snapshot, one.institutionId, service.departmentId) : {}),
    start: one.startsAt, end: one.endsAt,
    minutesDuration: Math.round((Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000),
    slot: [{ reference: `Slot/${pairId(one.institutionId, one.periodId)}` }],
    requestedPeriod: [{ start: one.startsAt, end: one.endsAt }],
  }
}

export function participants(one: Timed, snapshot: Snapshot, personId: string | undefined, status: 'accepted' | 'tentative' | 'declined' | 'needs-action'): AppointmentParticipant[] {
  const { institutionId, serviceId, practitionerId } = one
  const service = snapshot.services.get(key(institutionId, serviceId))
  const practitioner = practitionerId === null ? undefined : snapshot.practitioners.get(key(institutionId, practitionerId))
  const reference = (type: string, id: string, display?: string): AppointmentParticipant => ({ actor: { reference: `${type}/${id}`, ...(display ? { display } : {}) }, status })
  return [
    ...(personId ? [reference('Patient', personId)] : []),
    ...(practitionerId === null ? [] : [reference('Practitioner', pairId(institutionId, practitionerId), practitioner?.name)]),
    reference('HealthcareService', pairId(institutionId, serviceId), service?.name),
    ...(service ? [reference('Location', fhirLocationId(service, snapshot))] : []),
  ]
}

export function appointmentResource(one: VersionedAppointment, snapshot: Snapshot): Appointment {
  const status = statusOf[one.status]
  return {
    resourceType: 'Appointment', id: `${one.institutionId}-${one.id}`,
    meta: { versionId: String(one.version), lastUpdated: one.changedAt.toISOString(), profile: [PROFILE] },
    ...(one.expiresAt ? { extension: [{ url: HOLD_ENDS, valueInstant: one.expiresAt }] } : {}),
    identifier: [{ system: IDENTIFIER, value: one.id }],
    status,
    ...(status === 'cancelled' || status === 'noshow' ? { cancelationReason: { text: one.endReason || one.status } } : {}),
    ...scheduled(one, snapshot),
    created: one.createdAt.toISOString(),
    ...(one.note ? { comment: one.note } : {}),
    participant: participants(one, snapshot, one.personId, status === 'cancelled' ? 'declined' : status === 'pending' ? 'tentative' : 'accepted'),
  }
}
