import type { Resource } from '@medplum/fhirtypes'
import type { z } from 'zod'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Idempotency } from '#platform/http/index.ts'
import type { Language } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import type { Criteria } from './criteria.ts'
import type { Issue } from './errors.ts'

/** What a SMART scope gives leave for: create, read, update, delete, search. */
export type Letter = 'c' | 'r' | 'u' | 'd' | 's'

export interface SearchParam {
  readonly type: 'token' | 'reference' | 'date' | 'string'
  readonly documentation: string
  /** A reference without a type is taken for this one. */
  readonly target?: string
  /** `patient.identifier`: understood, and by its form no parameter of its own in the CapabilityStatement. */
  readonly chained?: true
}

/** A place in a sorted list; opaque to the client, checked by the resource that gave it out. */
export type Cursor = readonly (string | number)[]

export interface Question {
  readonly criteria: Criteria
  readonly count: number
  readonly after: Cursor | null
  readonly wantsTotal: boolean
}

export interface Found {
  readonly resources: readonly Resource[]
  readonly next?: Cursor | undefined
  readonly total?: number | undefined
}

/** What an answer is made with: who asks, in which transaction, and how addresses begin. */
export interface Reading {
  readonly tx: Tx
  readonly context: Context
  readonly services: Services
  readonly base: string
  readonly language: Language
}

/** What a change is made with. `tx`: it belongs to a transaction somebody else ends. */
export interface Writing extends Omit<Reading, 'tx'> {
  readonly tx: Tx | null
  readonly idempotency: Idempotency | null
  /** The version the client has seen; null: it did not say. */
  readonly ifMatch: string | null
}

/** One type of resource: what is claimed of it, and how it is answered. Routes and CapabilityStatement are made of the same. */
export interface ServedResource {
  readonly type: Resource['resourceType']
  readonly documentation: string
  readonly profile?: string
  /** Its resources carry versionId and lastUpdated. */
  readonly versioned: boolean
  /** Its resources carry lastUpdated, though no version. */
  readonly dated?: boolean
  readonly params: Readonly<Record<string, SearchParam>>
  /** The order it always comes in, if `_sort` may name it. */
  readonly sortedBy?: string
  readonly cursor: z.ZodType<Cursor>
  /** By parameter: where a resource points to. */
  readonly includes: Readonly<Record<string, (resource: never) => readonly (string | undefined)[]>>
  /** `Slot:schedule`: who points here and may be fetched along. */
  readonly revIncludes: readonly string[]
  read(reading: Reading, ids: readonly string[]): Promise<readonly Resource[]>
  search(reading: Reading, question: Question): Promise<Found>
  create?(writing: Writing, resource: Resource): Promise<Resource>
  update?(writing: Writing, id: string, resource: Resource): Promise<Resource>
  readonly operations?: readonly ServedOperation[]
}

export interface OperationCall extends Writing {
  /** The body as sent: Parameters for most. GET: made of the query. */
  readonly body: Resource
  readonly id: string | null
}

export interface ServedOperation {
  readonly name: string
  readonly definition: string
  readonly documentation: string
  /** On the type, or on the whole system. */
  readonly level: 'type' | 'system'
  readonly methods: readonly ('GET' | 'POST')[]
  readonly takes: Resource['resourceType']
  /** What a client must have leave for. */
  readonly needs: { readonly type: string; readonly letter: Letter }
  run(call: OperationCall): Promise<Resource | { readonly resource: Resource; readonly status: number }>
}

/** What one module adds to the FHIR face. */
export interface FhirPart {
  /** What is kept in memory is brought up to date before a transaction begins: inside one, nobody waits for another connection. */
  before?(services: Services): Promise<unknown>
  readonly resources?: readonly ServedResource[]
  readonly systemOperations?: readonly ServedOperation[]
}

export type { Issue }
