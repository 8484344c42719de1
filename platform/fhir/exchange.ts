import type { Resource } from '@medplum/fhirtypes'
import type { FastifyRequest } from 'fastify'
import { contextOf, idempotencyOf } from '#platform/http/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { baseOf, ifMatchOf } from './answer.ts'
import type { Services } from '#platform/services.ts'
import type { FhirPart, Letter, Reading, ServedOperation, ServedResource, Writing } from './declare.ts'
import { MethodNotAllowed, NotAResource, NotServed, ResourceInvalid, ResourceNotFound } from './errors.ts'
import { checkScope } from './scopes.ts'
import { createValidator, type Validator } from './validation/index.ts'

/** Everything that is served, by name, and what checks what comes in. */
export interface Face {
  before(services: Services): Promise<unknown>
  readonly resources: ReadonlyMap<string, ServedResource>
  readonly systemOperations: ReadonlyMap<string, ServedOperation>
  readonly validator: Validator
}

export function faceOf(parts: readonly FhirPart[]): Face {
  return {
    before: (services) => Promise.all(parts.flatMap((part) => (part.before ? [part.before(services)] : []))),
    resources: new Map(parts.flatMap((part) => part.resources ?? []).map((one) => [one.type, one])),
    systemOperations: new Map(parts.flatMap((part) => part.systemOperations ?? []).map((one) => [one.name, one])),
    validator: createValidator(),
  }
}

/** The served type of an address, if the client has leave for this kind of act. */
export function served(face: Face, request: FastifyRequest, type: string, letter: Letter): ServedResource {
  const resource = face.resources.get(type)
  if (!resource) throw new NotServed({ issues: [{ code: 'not-supported', text: `${type.slice(0, 40)} is not served here` }] })
  checkScope(contextOf(request).actor, type, letter)
  return resource
}

export function inReading<T>(request: FastifyRequest, work: (reading: Reading) => Promise<T>): Promise<T> {
  const context = contextOf(request)
  const { services } = request.server
  return inTransaction(services.db, context, (tx) => work({ tx, context, services, base: baseOf(request), language: languageOf(request.headers) }))
}

export function writingOf(request: FastifyRequest): Writing {
  const context = contextOf(request)
  const named = request.headers['idempotency-key'] !== undefined
  return {
    tx: null, context, services: request.server.services, base: baseOf(request), language: languageOf(request.headers),
    // FHIR knows no key: without one every request stands for itself.
    idempotency: named ? idempotencyOf(request, context) : null,
    ifMatch: ifMatchOf(request),
  }
}

/** One resource by its id, or {@link ResourceNotFound}. */
export async function readOne(reading: Reading, resource: ServedResource, id: string): Promise<Resource> {
  const [found] = await resource.read(reading, [id])
  if (!found) throw new ResourceNotFound({ issues: [{ code: 'not-found', text: `There is no ${resource.type}/${id.slice(0, 64)}` }] })
  return found
}

/** A body of the expected type that keeps to FHIR R4; otherwise every way in which it does not. */
export async function checkedBody(face: Face, body: unknown, type: string): Promise<Resource> {
  const given = (body as { resourceType?: unknown } | null | undefined)?.resourceType
  if (given !== type) throw new NotAResource({ issues: [{ code: 'invalid', text: `This address takes a ${type}${typeof given === 'string' ? `, not a ${given.slice(0, 40)}` : ''}` }] })
  const issues = await face.validator.validate(body)
  if (issues.length > 0) throw new ResourceInvalid({ issues })
  return body as Resource
}

export function notOffered(what: string): Error {
  return new MethodNotAllowed({ issues: [{ code: 'not-supported', text: `${what} is not offered here` }] })
}
