import type { Appointment, Parameters, Patient, Reference, Resource } from '@medplum/fhirtypes'
import { listPeriods, reasonsAgainst } from '#engines/capacity/index.ts'
import { personsByIdentifier } from '#journey/throughout/people/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { type Issue, parseReference, readPairId, type Reading } from '#platform/fhir/index.ts'
import type { WishedPeriod } from '../contract.ts'
import { NoPerson, NoTimeNamed, outcomeOf, PeriodNotFound, PeriodPast, PersonUnknown, RequestRefused, SeveralPeople, StartOffGrid } from '../errors.ts'
import { snapshotOf, whichServices } from './which.ts'

type Reason = Pick<typeof NoPerson, 'code' | 'message'>
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** One reason of a refusal, and where in the request it lies. */
export function issueOf({ code, message }: Reason, kind: string, expression?: string): Issue {
  return { severity: 'error', code: kind, text: message, reason: code, ...(expression ? { expression } : {}) }
}

export interface Told {
  /** Somebody described beside the appointment, rather than pointed to in it. */
  readonly patient?: Patient | undefined
  readonly comment?: string | undefined
}

/** What an Appointment asks for, in booking's own words; or every reason why it cannot be asked like this. */
export async function wishedPeriod(reading: Reading, appointment: Appointment, told: Told = {}): Promise<WishedPeriod> {
  const issues: Issue[] = []
  const personId = await personMeant(reading, appointment, told, issues)
  const period = await periodMeant(reading, appointment, issues)
  if (issues.length > 0 || !personId || !period) {
    throw new RequestRefused({ issues: [...issues, ...(period ? await alsoAgainst(reading.tx, reading.context.now, period) : [])] })
  }
  const note = (told.comment ?? appointment.comment ?? '').trim().slice(0, 500)
  return { institutionId: period.institutionId, periodId: period.id, pool: 'public', personId, note }
}

/** What else speaks against the time itself, so that nobody learns the reasons one by one. */
export async function alsoAgainst(tx: Tx, now: Date, period: { institutionId: number; id: number }): Promise<Issue[]> {
  const reasons = await reasonsAgainst(tx, period, 'public', now)
  return reasons.filter((reason) => reason !== 'no-such-period').flatMap((reason) => {
    const known = outcomeOf[reason as keyof typeof outcomeOf]
    return known ? [issueOf(known, 'conflict')] : []
  })
}

async function personMeant(reading: Reading, appointment: Appointment, { patient }: Told, issues: Issue[]): Promise<string | undefined> {
  const named = (appointment.participant ?? []).flatMap(({ actor }) => (actor && isPatient(actor) ? [actor] : []))
  const found = new Set<string>()
  for (const [index, actor] of named.entries()) {
    const id = await personReferred(reading, actor)
    if (id) found.add(id)
    else issues.push(issueOf(PersonUnknown, 'not-found', `Appointment.participant[${index}].actor`))
  }
  if (patient && named.length === 0) {
    const id = await personDescribed(reading, patient)
    if (id) found.add(id)
    else issues.push(issueOf(PersonUnknown, 'not-found', 'Patient'))
  }
  if (found.size > 1) issues.push(issueOf(SeveralPeople, 'business-rule', 'Appointment.participant'))
  if (found.size === 0 && issues.length === 0) issues.push(issueOf(NoPerson, 'required', 'Appointment.participant'))
  return found.size === 1 ? [...found][0] : undefined
}

function isPatient({ reference, type, identifier }: Reference): boolean {
  return type === 'Patient' || /(^|\/)Patient\//.test(reference ?? '') || reference?.startsWith('urn:uuid:') === true || (reference === undefined && identifier?.system?.startsWith('urn:liuxin:document:') === true)
}

export async function personReferred(reading: Pick<Reading, 'tx' | 'context'>, { reference, identifier }: Reference): Promise<string | undefined> {
  if (reference) {
    const id = parseReference(reference, 'Patient')
    return id?.type === 'Patient' && UUID.test(id.id) ? id.id : undefined
  }
  return (await personsByIdentifier(reading, identifier?.system, identifier?.value))[0]
}

export async function personDescribed(reading: Pick<Reading, 'tx' | 'context'>, patient: Patient): Promise<string | undefined> {
  if (patient.id && UUID.test(patient.id)) return patient.id
  for (const { system, value } of patient.identifier ?? []) {
    const [found] = system && value ? await personsByIdentifier(reading, system, value) : []
    if (found) return found
  }
  return undefined
}

interface Period {
  readonly institutionId: number
  readonly id: number
}

async function periodMeant(reading: Reading, { slot, start, end, participant }: Appointment, issues: Issue[]): Promise<Period | undefined> {
  const { tx, context } = reading
  if (slot && slot.length > 0) {
    const id = slot.length === 1 ? readPairId(parseReference(slot[0]!.reference ?? '', 'Slot')?.id ?? '') : undefined
    const [period] = id ? await listPeriods(tx, { pool: 'public', now: context.now, periods: [id] }, 1) : []
    if (!period) {
      issues.push(issueOf(PeriodNotFound, 'not-found', 'Appointment.slot'))
      pastToo(context.now, start, issues)
      return undefined
    }
    const differs = (start && Date.parse(start) !== period.startsAt.getTime()) || (end && Date.parse(end) !== period.endsAt.getTime())
    if (differs) issues.push(issueOf(StartOffGrid, 'business-rule', 'Appointment.start'))
    return period
  }
  const actors = (participant ?? []).flatMap(({ actor }) => parseReference(actor?.reference ?? '', undefined) ?? []).filter(({ type }) => type === 'HealthcareService' || type === 'Practitioner' || type === 'PractitionerRole')
  if (!start || actors.length === 0) {
    issues.push(issueOf(NoTimeNamed, 'required', 'Appointment.slot'))
    return undefined
  }
  const which = whichServices(await snapshotOf(reading), context, new Map([['actor', actors.map((one) => ({ reference: [one] }))]]), { kind: '', specialty: '', actor: 'actor' })
  const at = new Date(start)
  const found = await listPeriods(tx, { pool: 'public', now: context.now, ...which, starts: [{ from: at, until: new Date(at.getTime() + 1) }] }, 20)
  const fitting = found.filter((one) => !end || one.endsAt.getTime() === Date.parse(end))
  if (fitting.length === 0) {
    issues.push(issueOf(StartOffGrid, 'business-rule', 'Appointment.start'))
    pastToo(context.now, start, issues)
    return undefined
  }
  return fitting.find(({ state }) => state === 'free') ?? fitting[0]
}

function pastToo(now: Date, start: string | undefined, issues: Issue[]): void {
  if (start && Date.parse(start) <= now.getTime()) issues.push(issueOf(PeriodPast, 'conflict', 'Appointment.start'))
}

/** A refusal of booking as FHIR tells it: what the request points to and is not there is no missing address. */
export async function refusedAs(reading: Reading, wished: WishedPeriod, error: unknown): Promise<never> {
  if (!(error instanceof DomainError) || error.status !== 404) throw error
  const unknownPerson = error.code === PersonUnknown.code
  const period = { institutionId: wished.institutionId, id: wished.periodId }
  throw new RequestRefused({
    issues: [{ severity: 'error', code: 'not-found', text: error.message, reason: error.code }, ...(unknownPerson ? await alsoAgainst(reading.tx, reading.context.now, period) : [])],
  })
}

/** The parameters of an operation by name, as they were sent. */
export function parameter(body: Resource, name: string): NonNullable<Parameters['parameter']> {
  return ((body as Parameters).parameter ?? []).filter((one) => one.name === name)
}

/** A reference parameter, from a body or from the query. */
export function referenceOf(one: NonNullable<Parameters['parameter']>[number] | undefined): Reference | undefined {
  return one?.valueReference ?? (one?.valueString ? { reference: one.valueString } : undefined)
}

