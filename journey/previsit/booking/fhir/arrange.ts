import type { Appointment, OperationOutcome, Parameters } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { module as directory } from '#journey/throughout/directory/server.ts'
import { module as integration } from '#journey/throughout/integration/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import type { ClientActor } from '#platform/context/context.ts'
import type { Db } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as booking } from '../server.ts'
import { type Clinic, SUNDAY } from '../test-clinic.ts'

export const demoClient: ClientActor = { kind: 'client', clientId: 'demo', institutions: [1, 2], scopes: ['system/*.cruds'], requestsPerMinute: 1_000_000 }

/** The product's FHIR face on a Sunday morning, asked as a client that was let in to hospitals 1 and 2. */
export async function fhirFace() {
  const database = await testDatabase()
  const server = await testServer([directory, people, integration, booking], database, { now: SUNDAY })
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, as: ClientActor = demoClient) =>
    server.request(method, path.startsWith('/') ? path : `/fhir/R4/${path}`, { as, body, headers, key: null })
  return { ...database, server, ask }
}

export function parameters(named: Readonly<Record<string, unknown>>): Parameters {
  return { resourceType: 'Parameters', parameter: Object.entries(named).map(([name, value]) => valued(name, value)) } as Parameters
}

function valued(name: string, value: unknown): object {
  if (typeof value === 'number') return { name, valueInteger: value }
  if (name === 'start' || name === 'end') return { name, valueDateTime: value }
  if (typeof value === 'object') return { name, resource: value }
  return name.endsWith('reference') || name === 'practitioner' || name === 'organization' ? { name, valueReference: { reference: value } } : { name, valueString: value }
}

export interface ASlot {
  readonly institutionId: number
  readonly periodId: number
  readonly start: string
  readonly end: string
}

export async function slotsOf(owner: Db, { institutionId, periodIds }: Pick<Clinic, 'institutionId' | 'periodIds'>): Promise<ASlot[]> {
  const { rows } = await sql<{ start: Date; end: Date }>`select starts_at as start, ends_at as end from capacity.period where institution_id = ${institutionId} and id = any (${periodIds}::bigint[]) order by id`.execute(owner)
  return rows.map(({ start, end }, i) => ({ institutionId, periodId: periodIds[i]!, start: start.toISOString(), end: end.toISOString() }))
}

/** An appointment as a client writes it. */
export function wanted(slot: ASlot | null, personId: string | null, more: Partial<Appointment> = {}): Appointment {
  return {
    resourceType: 'Appointment', status: 'booked',
    ...(slot ? { slot: [{ reference: `Slot/${slot.institutionId}-${slot.periodId}` }], start: slot.start, end: slot.end } : {}),
    participant: [{ status: 'accepted', actor: personId ? { reference: `Patient/${personId}` } : { reference: 'Practitioner/1-1' } }],
    ...more,
  }
}

/** Our own codes of all reasons an OperationOutcome lists. */
export function reasons(outcome: OperationOutcome): string[] {
  return outcome.issue.flatMap(({ details }) => details?.coding?.[0]?.code ?? [])
}
