import type { Appointment, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { z } from 'zod'
import { fhirLocationId, fhirSystems, type Snapshot, subjectsOfDepartment } from '#journey/throughout/directory/index.ts'
import { personsByIdentifier } from '#journey/throughout/people/index.ts'
import { auditAll } from '#platform/audit/index.ts'
import { type Asked, type Criteria, fitsInteger, type Found, type Question, readPairIds, type Reading, type ServedResource, spansOf } from '#platform/fhir/index.ts'
import type { AppointmentStatus } from '../contract.ts'
import { appointmentResource, IDENTIFIER, PROFILE, readAppointmentId, statusOf, type VersionedAppointment, versionedAppointments } from './appointment-resource.ts'
import { createAppointment, updateAppointment } from './change.ts'
import { bookOperation, findOperation, holdOperation } from './operations.ts'
import { idsAsked, institutionsOf, snapshotOf, tokenMeans } from './which.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const appointments: ServedResource = {
  type: 'Appointment',
  profile: PROFILE,
  documentation: 'Appointments at the institutions the client was let in to. Created as booked, or as pending or proposed: held for some minutes. Changed by status (booked, cancelled) or slot; the rest stays as it is',
  versioned: true,
  params: {
    patient: { type: 'reference', target: 'Patient', documentation: 'For whom' },
    'patient.identifier': { type: 'token', documentation: 'For whom, by a document or hospital number', chained: true },
    date: { type: 'date', documentation: 'When it begins' },
    status: { type: 'token', documentation: 'pending (held), booked, arrived, fulfilled, cancelled, noshow' },
    practitioner: { type: 'reference', target: 'Practitioner', documentation: 'With whom' },
    location: { type: 'reference', target: 'Location', documentation: 'Where' },
    slot: { type: 'reference', target: 'Slot', documentation: 'The period' },
    actor: { type: 'reference', documentation: 'Patient, Practitioner, HealthcareService or Location that takes part' },
    'service-type': { type: 'token', documentation: 'The kind of clinic' },
    specialty: { type: 'token', documentation: 'A code of the national list of diagnosis subjects' },
    identifier: { type: 'token', documentation: `${IDENTIFIER}|UUID: the number of the visit` },
  },
  cursor: z.tuple([z.int().min(1).max(2_147_483_647), z.iso.date(), z.iso.datetime(), z.uuid()]),
  includes: {
    patient: (one: Appointment) => participants(one, 'Patient'),
    practitioner: (one: Appointment) => participants(one, 'Practitioner'),
    location: (one: Appointment) => participants(one, 'Location'),
    actor: (one: Appointment) => one.participant.map(({ actor }) => actor?.reference),
    slot: (one: Appointment) => (one.slot ?? []).map(({ reference }) => reference),
  },
  revIncludes: [],
  async read(reading, ids) {
    const refs = ids.flatMap((id) => readAppointmentId(id) ?? [])
    if (refs.length === 0) return []
    return asResources(reading, await versionedAppointments(reading.tx, sql`where institution_id = any (${institutionsOf(reading.context)}::integer[])
      and (institution_id, id) in (select * from unnest(${refs.map((one) => one.institutionId)}::integer[], ${refs.map((one) => one.id)}::uuid[]))`))
  },
  search,
  create: (writing, resource) => createAppointment(writing, resource as Appointment),
  update: (writing, id, resource) => updateAppointment(writing, id, resource as Appointment),
  operations: [findOperation, holdOperation, bookOperation],
}

function participants(one: Appointment, type: string): (string | undefined)[] {
  return one.participant.map(({ actor }) => actor?.reference).filter((reference) => reference?.startsWith(`${type}/`))
}

async function asResources(reading: Reading, rows: readonly VersionedAppointment[]): Promise<Resource[]> {
  const snapshot = await snapshotOf(reading)
  await auditAll(reading.tx, reading.context, 'booking.read-appointment', rows.map(({ institutionId, personId, id }) => ({ institutionId, personId, subject: `appointment/${id}` })))
  return rows.map((one) => appointmentResource(one, snapshot))
}

async function search(reading: Reading, { criteria, count, after }: Question): Promise<Found> {
  const where = await condition(reading, criteria, await snapshotOf(reading))
  const { rows: [counted] } = await sql<{ n: number }>`select count(*)::integer as n from booking.appointment ${where}`.execute(reading.tx)
  if (count === 0) return { resources: [], total: counted!.n }
  const behind = after ? sql`and (institution_id, day, starts_at, id) > (${after[0]}::integer, ${after[1]}::date, ${after[2]}::timestamptz, ${after[3]}::uuid)` : sql``
  const rows = await versionedAppointments(reading.tx, sql`${where} ${behind} order by institution_id, day, starts_at, id limit ${count + 1}`)
  const page = rows.slice(0, count)
  const last = rows.length > count ? page.at(-1) : undefined
  return { resources: await asResources(reading, page), total: counted!.n, next: last && [last.institutionId, last.day, last.startsAt, last.id] }
}

async function condition(reading: Reading, criteria: Criteria, snapshot: Snapshot): Promise<ReturnType<typeof sql>> {
  const parts = [sql`where institution_id = any (${institutionsOf(reading.context)}::integer[])`]
  const asked = (name: string) => criteria.get(name) ?? []
  const ids = idsAsked(criteria.get('_id'), 'Appointment')?.flatMap((id) => readAppointmentId(id) ?? [])
  if (ids) parts.push(sql`and (institution_id, id) in (select * from unnest(${ids.map((one) => one.institutionId)}::integer[], ${ids.map((one) => one.id)}::uuid[]))`)
  for (const { token } of asked('identifier')) {
    const known = token!.flatMap(({ system, code }) => ((system === undefined || system === IDENTIFIER) && code && UUID.test(code) ? [code] : []))
    parts.push(sql`and id = any (${known}::uuid[])`)
  }
  for (const { token } of asked('patient.identifier')) {
    const persons = (await Promise.all(token!.map(({ system, code }) => personsByIdentifier(reading, system, code)))).flat()
    parts.push(sql`and person_id = any (${persons}::uuid[])`)
  }
  for (const [name, type] of [['patient', 'Patient'], ['practitioner', 'Practitioner'], ['location', 'Location'], ['slot', 'Slot'], ['actor', undefined]] as const) {
    for (const one of asked(name)) parts.push(sql`and (${sql.join(one.reference!.map((reference) => ofReference(reference.type ?? type, reference.id, snapshot)), sql` or `)})`)
  }
  for (const { token } of asked('status')) {
    const statuses = (Object.keys(statusOf) as AppointmentStatus[]).filter((status) => tokenMeans({ token: token! }, 'http://hl7.org/fhir/appointmentstatus', [statusOf[status]]))
    parts.push(sql`and status = any (${statuses}::text[])`)
  }
  if (criteria.has('service-type') || criteria.has('specialty')) parts.push(ofServices(asked('service-type'), asked('specialty'), snapshot))
  parts.push(inSpans('starts_at', criteria.get('date')), inSpans('changed_at', criteria.get('_lastUpdated')))
  return sql.join(parts, sql` `)
}

/** Takes part as this; whatever it may be where the type was not said. */
function ofReference(type: string | undefined, id: string, snapshot: Snapshot): ReturnType<typeof sql> {
  const pairs = readPairIds([id])
  const [pair] = pairs
  switch (type) {
    case 'Patient':
      return UUID.test(id) ? sql`person_id = ${id}::uuid` : sql`false`
    case 'Practitioner':
      return pair && fitsInteger(pair.id) ? sql`(institution_id = ${pair.institutionId} and practitioner_id = ${pair.id})` : sql`false`
    case 'HealthcareService':
      return pair && fitsInteger(pair.id) ? sql`(institution_id = ${pair.institutionId} and service_id = ${pair.id})` : sql`false`
    case 'Slot':
      return pair ? sql`(institution_id = ${pair.institutionId} and period_id = ${pair.id})` : sql`false`
    case 'Location': {
      const departments = [...snapshot.departments.values()].filter((one) => fhirLocationId({ institutionId: one.institutionId, departmentId: one.id }, snapshot) === id)
      return pair ? sql`(institution_id = ${pair.institutionId} and department_id = any (${departments.map((one) => one.id)}::integer[]))` : sql`false`
    }
    case undefined:
      return UUID.test(id) ? ofReference('Patient', id, snapshot) : sql`(${ofReference('Practitioner', id, snapshot)} or ${ofReference('HealthcareService', id, snapshot)} or ${ofReference('Location', id, snapshot)})`
    default:
      return sql`false`
  }
}

function ofServices(kinds: readonly Asked[], specialties: readonly Asked[], snapshot: Snapshot): ReturnType<typeof sql> {
  const fitting = [...snapshot.services.values()].filter((one) =>
    kinds.every((asked) => tokenMeans(asked, fhirSystems.serviceKind, [one.kind]))
    && specialties.every((asked) => tokenMeans(asked, fhirSystems.subject, subjectsOfDepartment(snapshot, one.institutionId, one.departmentId))))
  return sql`and (institution_id, service_id) in (select * from unnest(${fitting.map((one) => one.institutionId)}::integer[], ${fitting.map((one) => one.id)}::integer[]))`
}

function inSpans(column: 'starts_at' | 'changed_at', asked: readonly Asked[] | undefined): ReturnType<typeof sql> {
  const spans = spansOf(asked)
  if (!spans) return sql``
  if (spans.length === 0) return sql`and false`
  const at = sql.ref(column)
  return sql`and (${sql.join(spans.map(({ from, until }) => sql`(${from ? sql`${at} >= ${from}` : sql`true`} and ${until ? sql`${at} < ${until}` : sql`true`})`), sql` or `)})`
}
