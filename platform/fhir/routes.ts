import type { Parameters, Resource } from '@medplum/fhirtypes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type App, allow, contextOf, type Routes } from '#platform/http/index.ts'
import { noteRefusal } from '#platform/http/build-app.ts'
import { languageOf } from '#platform/http/locales.ts'
import { checkFormat, etagOf, FHIR_JSON, originOf, preferences, sendResource } from './answer.ts'
import { receiveBundle } from './bundle.ts'
import { capabilityStatement } from './capability.ts'
import type { FhirPart, ServedOperation } from './declare.ts'
import { NotAResource, NotServed, ParameterInvalid, ResourceNotFound } from './errors.ts'
import { checkedBody, type Face, faceOf, inReading, notOffered, readOne, served, writingOf } from './exchange.ts'
import { requestLimit } from './limit.ts'
import { failureOf, outcome } from './outcome.ts'
import { patched } from './patch.ts'
import { checkScope } from './scopes.ts'
import { searchBundle } from './search.ts'
import { smartConfiguration } from './smart.ts'

const ROOT = '/fhir/R4'
const ID = /^[A-Za-z0-9\-.]{1,64}$/
const hide = { schema: { hide: true } as const }
const forClients = { ...hide, config: { access: allow('client'), purpose: 'booking' } }
const forAll = { ...hide, config: { access: allow('anyone'), purpose: 'operations' } }

/** The type and the id an address names. */
function where(request: FastifyRequest): { type: string; id: string } {
  const { type = '', id = '' } = request.params as { type?: string; id?: string }
  return { type, id }
}

/** The FHIR face of all modules: one set of doors for whatever they declare. */
export function fhirRoutes(parts: readonly FhirPart[]): Routes {
  return (app) => {
    const face = faceOf(parts)
    app.addHook('onClose', () => face.validator.close())
    void app.register(async (scope) => {
      inFhir(scope, face)
      openDoors(scope, face)
      clientDoors(scope, face)
    })
  }
}

/** Bodies, failures and addresses for other programs: FHIR's own, and any origin, since a token and no cookie decides. */
function inFhir(app: App, face: Face): void {
  const limit = requestLimit()
  app.addContentTypeParser(['application/fhir+json', 'application/json-patch+json', 'application/merge-patch+json'], { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, new URLSearchParams(String(body))))
  }
  app.addHook('preHandler', async (request) => {
    if (request.context?.actor.kind === 'client') limit(request.context.actor, Date.now())
    checkFormat(request)
    await face.before(request.server.services)
  })
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('access-control-allow-origin', '*')
    void reply.header('access-control-expose-headers', 'ETag, Location, Last-Modified, Retry-After, Content-Location')
    void reply.header('cross-origin-resource-policy', 'cross-origin')
  })
  app.setErrorHandler((error, request, reply) => {
    noteRefusal(error, request)
    const failure = failureOf(error, languageOf(request.headers))
    if (failure.status >= 500) request.log.error({ err: error }, 'request failed')
    if (failure.status === 401) void reply.header('www-authenticate', 'Bearer realm="fhir", error="invalid_token"')
    if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', String(failure.retryAfterSeconds))
    return reply.code(failure.status).header('content-type', FHIR_JSON).header('cache-control', 'no-store').serializer(JSON.stringify).send(failure.outcome)
  })
}

/** What anybody may read: what this server does, and how to get in. */
function openDoors(app: App, face: Face): void {
  app.get(`${ROOT}/metadata`, forAll, (request, reply) => {
    const statement = capabilityStatement({ origin: originOf(request), resources: [...face.resources.values()], systemOperations: [...face.systemOperations.values()] })
    return reply.header('content-type', FHIR_JSON).header('cache-control', 'public, max-age=300').serializer(JSON.stringify).send(statement)
  })
  for (const path of [`${ROOT}/.well-known/smart-configuration`, '/.well-known/smart-configuration']) {
    app.get(path, forAll, (request, reply) =>
      reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'public, max-age=300').send(smartConfiguration(originOf(request), [...face.resources.values()])))
  }
  app.options(`${ROOT}/*`, forAll, (_request, reply) =>
    reply.code(204)
      .header('access-control-allow-methods', 'GET, POST, PUT, PATCH')
      .header('access-control-allow-headers', 'Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, Idempotency-Key')
      .header('access-control-max-age', '86400').send())
}

function clientDoors(app: App, face: Face): void {
  const search = async (request: FastifyRequest, reply: FastifyReply, type: string, entries: [string, string][]): Promise<FastifyReply> => {
    const resource = served(face, request, type, 's')
    const bundle = await inReading(request, (reading) => searchBundle(reading, face.resources, resource, entries, preferences(request).strict))
    return reply.header('content-type', FHIR_JSON).header('cache-control', 'private, no-cache').serializer(JSON.stringify).send(bundle)
  }
  app.post(ROOT, forClients, (request, reply) => receiveBundle(face, request, reply))
  app.get(`${ROOT}/:type`, forClients, (request, reply) =>
    where(request).type.startsWith('$') ? system(face, request, reply, where(request).type) : search(request, reply, where(request).type, entriesOf(request)))
  app.post(`${ROOT}/:type`, forClients, (request, reply) =>
    where(request).type.startsWith('$') ? system(face, request, reply, where(request).type) : create(face, request, reply))
  app.post(`${ROOT}/:type/_search`, forClients, (request, reply) => {
    if (!(request.body instanceof URLSearchParams) && request.body) throw new NotAResource({ issues: [{ code: 'invalid', text: 'A search by POST is a form' }] })
    return search(request, reply, where(request).type, [...entriesOf(request), ...((request.body as URLSearchParams | null) ?? new URLSearchParams())])
  })
  app.get(`${ROOT}/:type/:id`, forClients, async (request, reply) => {
    const { type, id } = where(request)
    if (id.startsWith('$')) return operate(face, request, reply, operationOf(face, request, type, id))
    const resource = served(face, request, type, 'r')
    return sendResource(request, reply, await inReading(request, (reading) => readOne(reading, resource, idOf(type, id))))
  })
  app.post(`${ROOT}/:type/:id`, forClients, (request, reply) => {
    const { type, id } = where(request)
    if (!id.startsWith('$')) throw notOffered(`POST ${type}/id`)
    return operate(face, request, reply, operationOf(face, request, type, id))
  })
  app.put(`${ROOT}/:type/:id`, forClients, (request, reply) => update(face, request, reply))
  app.patch(`${ROOT}/:type/:id`, forClients, (request, reply) => change(face, request, reply))
  app.route({ ...forAll, method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: `${ROOT}/*`, handler: (request) => {
    if (request.method !== 'GET') throw notOffered(`${request.method} at this address`)
    throw new NotServed({ issues: [{ code: 'not-supported', text: `${request.method} is not served at this address` }] })
  } })
}

async function create(face: Face, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { type } = where(request)
  const resource = served(face, request, type, 'c')
  if (!resource.create) throw notOffered(`Creating ${type}`)
  if (request.headers['if-none-exist'] !== undefined) throw notOffered('Conditional creation')
  const body = await checkedBody(face, request.body, type)
  const made = await resource.create(writingOf(request), body)
  void reply.header('location', `${originOf(request)}${ROOT}/${type}/${made.id}`)
  return saved(request, reply, made, 201)
}

async function update(face: Face, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { type, id } = where(request)
  const resource = served(face, request, type, 'u')
  if (!resource.update) throw notOffered(`Changing ${type}`)
  const body = await checkedBody(face, request.body, type)
  if (body.id !== id) throw new NotAResource({ issues: [{ code: 'invalid', text: 'The id of the resource is not the id of the address', expression: `${type}.id` }] })
  return saved(request, reply, await resource.update(writingOf(request), idOf(type, id), body), 200)
}

async function change(face: Face, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { type, id } = where(request)
  const resource = served(face, request, type, 'u')
  if (!resource.update) throw notOffered(`Changing ${type}`)
  const current = await inReading(request, (reading) => readOne(reading, resource, idOf(type, id)))
  const body = await checkedBody(face, patched(current, request.body), type)
  const writing = writingOf(request)
  // Without a version of the client's own, the one the patch was laid on.
  return saved(request, reply, await resource.update({ ...writing, ifMatch: writing.ifMatch ?? current.meta?.versionId ?? null }, id, body), 200)
}

function saved(request: FastifyRequest, reply: FastifyReply, resource: Resource, status: number): FastifyReply {
  const { returns } = preferences(request)
  if (returns === 'representation') return sendResource(request, reply, resource, status)
  void reply.code(status).header('etag', etagOf(resource)).header('preference-applied', `return=${returns}`)
  if (returns === 'minimal') return reply.send()
  const done = outcome([{ severity: 'information', code: 'informational', text: `${resource.resourceType}/${resource.id}` }])
  return reply.header('content-type', FHIR_JSON).serializer(JSON.stringify).send(done)
}

function system(face: Face, request: FastifyRequest, reply: FastifyReply, name: string): Promise<FastifyReply> {
  const operation = face.systemOperations.get(name.slice(1))
  if (!operation) throw new NotServed({ issues: [{ code: 'not-supported', text: `The operation ${name.slice(0, 40)} is not served here` }] })
  return operate(face, request, reply, operation)
}

function operationOf(face: Face, request: FastifyRequest, type: string, name: string): ServedOperation {
  const operation = face.resources.get(type)?.operations?.find((one) => one.name === name.slice(1))
  if (!operation) throw new NotServed({ issues: [{ code: 'not-supported', text: `The operation ${type.slice(0, 40)}/${name.slice(0, 40)} is not served here` }] })
  if (!operation.methods.includes(request.method as 'GET')) throw notOffered(`${request.method} ${name}`)
  return operation
}

async function operate(face: Face, request: FastifyRequest, reply: FastifyReply, operation: ServedOperation): Promise<FastifyReply> {
  checkScope(contextOf(request).actor, operation.needs.type, operation.needs.letter)
  if (!operation.methods.includes(request.method as 'GET')) throw notOffered(`${request.method} $${operation.name}`)
  const body = request.method === 'GET' ? parametersOf(entriesOf(request)) : await checkedBody(face, request.body, operation.takes)
  const answer = await operation.run({ ...writingOf(request), body, id: null })
  const { resource, status } = 'resourceType' in answer ? { resource: answer, status: 200 } : answer
  return reply.code(status).header('content-type', FHIR_JSON).header('cache-control', 'private, no-cache').serializer(JSON.stringify).send(resource)
}

/** The parameters of a GET, as text; the operation reads them as it needs them. */
function parametersOf(entries: readonly (readonly [string, string])[]): Parameters {
  return { resourceType: 'Parameters', parameter: entries.map(([name, valueString]) => ({ name, valueString })) }
}

function entriesOf(request: FastifyRequest): [string, string][] {
  const at = request.url.indexOf('?')
  if (at < 0) return []
  const entries = [...new URLSearchParams(request.url.slice(at + 1))]
  if (entries.length > 100) throw new ParameterInvalid({ issues: [{ code: 'too-long', text: 'More than a hundred parameters' }] })
  return entries
}

function idOf(type: string, id: string): string {
  if (!ID.test(id)) throw new ResourceNotFound({ issues: [{ code: 'not-found', text: `There is no such ${type}` }] })
  return id
}

