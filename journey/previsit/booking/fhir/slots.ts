import type { Schedule, Slot } from '@medplum/fhirtypes'
import { z } from 'zod'
import { countPeriods, countSessions, type ListedPeriod, type ListedSession, listPeriods, listSessions, type PeriodsWanted, type PeriodState, type SessionsWanted } from '#engines/capacity/index.ts'
import { fhirLocationId, fhirSystems, type Snapshot, specialtyOf } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Found, pairId, type Question, readPairIds, type Reading, type ServedResource, spansOf } from '#platform/fhir/index.ts'
import { key } from '../place.ts'
import { idsAsked, institutionsOf, snapshotOf, tokenMeans, whichServices } from './which.ts'

type Placed = readonly [startsAt: string, institutionId: number, id: number] | null
const MOST = 1000
const cursor = z.tuple([z.iso.datetime(), z.int().min(1).max(2_147_483_647), z.int().min(1)])
const MOST_LATE = new Date('9999-01-01T00:00:00Z')

/** How FHIR calls the states of a period. */
const statusOf: Readonly<Record<PeriodState, Slot['status']>> = { free: 'free', busy: 'busy', unavailable: 'busy-unavailable' }
export const CAPACITY = 'http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity'

export const slots: ServedResource = {
  type: 'Slot',
  documentation: 'A period that can be booked: free while the public pool has units left. The extension slot-capacity says how many. Without schedule, _id or start a search begins today',
  versioned: false,
  dated: true,
  sortedBy: 'start',
  params: {
    schedule: { type: 'reference', target: 'Schedule', documentation: 'The session it belongs to' },
    'schedule.actor': { type: 'reference', documentation: 'The clinic, practitioner or place of its session', chained: true },
    start: { type: 'date', documentation: 'When it begins' },
    status: { type: 'token', documentation: 'free, busy, or busy-unavailable: past, not yet open, closed or suspended' },
    'service-type': { type: 'token', documentation: 'The kind of clinic' },
    specialty: { type: 'token', documentation: 'A code of the national list of diagnosis subjects' },
  },
  cursor,
  includes: { schedule: (slot: Slot) => [slot.schedule.reference] },
  revIncludes: [],
  async read(reading, ids) {
    const snapshot = await snapshotOf(reading)
    const { tx, context } = reading
    return (await listPeriods(tx, { pool: 'public', now: context.now, periods: readPairIds(ids), institutions: institutionsOf(context) }, MOST)).map((one) => slotResource(one, snapshot))
  },
  async search(reading, question) {
    const snapshot = await snapshotOf(reading)
    const wanted = periodsAsked(reading, question, snapshot)
    const rows = await listPeriods(reading.tx, wanted, question.count === 0 ? 0 : question.count + 1)
    return page(rows, question, (one) => slotResource(one, snapshot), question.wantsTotal ? await countPeriods(reading.tx, { ...wanted, after: null }) : undefined)
  },
}

function periodsAsked({ context }: Reading, { criteria, after }: Question, snapshot: Snapshot): PeriodsWanted {
  const ids = idsAsked(criteria.get('_id'), 'Slot')
  const sessions = idsAsked(criteria.get('schedule'), 'Schedule')
  const states = criteria.get('status')
  const start = criteria.get('start')
  return {
    pool: 'public', now: context.now, institutions: institutionsOf(context),
    periods: ids && readPairIds(ids), sessions: sessions && readPairIds(sessions),
    ...whichServices(snapshot, context, criteria, { kind: 'service-type', specialty: 'specialty', actor: 'schedule.actor' }),
    starts: start ? spansOf(start) : ids || sessions ? undefined : [{ from: new Date(`${localDay(context.now)}T00:00:00+08:00`), until: MOST_LATE }],
    changed: spansOf(criteria.get('_lastUpdated')),
    states: states && (Object.keys(statusOf) as PeriodState[]).filter((state) => states.every((asked) => tokenMeans(asked, 'http://hl7.org/fhir/slotstatus', [statusOf[state]]))),
    after: after as Placed,
  }
}

export function slotResource(one: ListedPeriod, snapshot: Snapshot): Slot {
  const service = snapshot.services.get(key(one.institutionId, one.serviceId))
  return {
    resourceType: 'Slot', id: pairId(one.institutionId, one.id), meta: { lastUpdated: one.changedAt.toISOString() },
    extension: [{ url: CAPACITY, valueInteger: one.state === 'free' ? one.left : 0 }],
    ...(service ? { serviceType: [{ coding: [{ system: fhirSystems.serviceKind, code: service.kind }], text: service.name }] } : {}),
    ...(service ? specialtyOf(snapshot, service.institutionId, service.departmentId) : {}),
    schedule: { reference: `Schedule/${pairId(one.institutionId, one.sessionId)}` },
    status: statusOf[one.state], start: one.startsAt.toISOString(), end: one.endsAt.toISOString(),
  }
}

export const schedules: ServedResource = {
  type: 'Schedule',
  documentation: 'A session: one clinic, one half-day. Without _id, actor or date a search begins today',
  versioned: false,
  dated: true,
  sortedBy: 'date',
  params: {
    active: { type: 'token', documentation: 'true: open; false: suspended or closed' },
    actor: { type: 'reference', documentation: 'The clinic (HealthcareService), the practitioner, their role, or the place' },
    date: { type: 'date', documentation: 'The session lies in this time, at least in part' },
    'service-type': { type: 'token', documentation: 'The kind of clinic' },
    specialty: { type: 'token', documentation: 'A code of the national list of diagnosis subjects' },
  },
  cursor,
  includes: { actor: (schedule: Schedule) => schedule.actor.map(({ reference }) => reference) },
  revIncludes: ['Slot:schedule'],
  async read(reading, ids) {
    const snapshot = await snapshotOf(reading)
    return (await listSessions(reading.tx, { sessions: readPairIds(ids), institutions: institutionsOf(reading.context) }, MOST)).map((one) => scheduleResource(one, snapshot))
  },
  async search(reading, question) {
    const snapshot = await snapshotOf(reading)
    const wanted = sessionsAsked(reading, question, snapshot)
    const rows = await listSessions(reading.tx, wanted, question.count === 0 ? 0 : question.count + 1)
    return page(rows, question, (one) => scheduleResource(one, snapshot), question.wantsTotal ? await countSessions(reading.tx, { ...wanted, after: null }) : undefined)
  },
}

function sessionsAsked({ context }: Reading, { criteria, after }: Question, snapshot: Snapshot): SessionsWanted {
  const ids = idsAsked(criteria.get('_id'), 'Schedule')
  const active = criteria.get('active')
  const date = criteria.get('date')
  const isBroad = !ids && !date && !criteria.has('actor')
  return {
    institutions: institutionsOf(context), sessions: ids && readPairIds(ids),
    ...whichServices(snapshot, context, criteria, { kind: 'service-type', specialty: 'specialty', actor: 'actor' }),
    statuses: active && (['open', 'suspended', 'closed'] as const).filter((status) => active.every((asked) => tokenMeans(asked, undefined, [String(status === 'open')]))),
    during: spansOf(date), changed: spansOf(criteria.get('_lastUpdated')),
    ...(isBroad ? { fromDay: localDay(context.now) } : {}),
    after: after as Placed,
  }
}

export function scheduleResource(one: ListedSession, snapshot: Snapshot): Schedule {
  const service = snapshot.services.get(key(one.institutionId, one.serviceId))
  const practitionerId = one.resourceId ?? service?.practitionerId ?? null
  const practitioner = practitionerId === null ? undefined : snapshot.practitioners.get(key(one.institutionId, practitionerId))
  return {
    resourceType: 'Schedule', id: pairId(one.institutionId, one.id), meta: { lastUpdated: one.changedAt.toISOString() }, active: one.status === 'open',
    ...(service ? { serviceType: [{ coding: [{ system: fhirSystems.serviceKind, code: service.kind }], text: service.name }] } : {}),
    ...(service ? specialtyOf(snapshot, service.institutionId, service.departmentId) : {}),
    actor: [
      { reference: `HealthcareService/${pairId(one.institutionId, one.serviceId)}`, ...(service ? { display: service.name } : {}) },
      ...(practitionerId === null ? [] : ['Practitioner', 'PractitionerRole'].map((type) => ({ reference: `${type}/${pairId(one.institutionId, practitionerId)}`, ...(practitioner ? { display: practitioner.name } : {}) }))),
      ...(service ? [{ reference: `Location/${fhirLocationId(service, snapshot)}` }] : []),
    ],
    planningHorizon: { start: one.startsAt.toISOString(), end: one.endsAt.toISOString() },
    ...(one.room ? { comment: one.room } : {}),
  }
}

interface Timed {
  readonly startsAt: Date
  readonly institutionId: number
  readonly id: number
}

function page<T extends Timed>(rows: readonly T[], { count }: Question, resourceOf: (one: T) => Slot | Schedule, total: number | undefined): Found {
  const shown = rows.slice(0, count)
  const last = rows.length > count ? shown.at(-1) : undefined
  return { resources: shown.map(resourceOf), next: last && [last.startsAt.toISOString(), last.institutionId, last.id], total }
}
