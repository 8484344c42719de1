import { createHash } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FormatNotOffered, VersionConflict } from './errors.ts'

export const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** Where this server is, as the one who asks reached it: on this very machine by whatever name, otherwise by its public one. */
export function originOf(request: FastifyRequest): string {
  const host = request.host
  if (/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) return `http://${host}`
  return request.server.services.config.publicUrl
}

export function baseOf(request: FastifyRequest): string {
  return `${originOf(request)}/fhir/R4`
}

/** W/"3" of a version; of a resource without one, the hash of what it says. */
export function etagOf(resource: Resource): string {
  const version = resource.meta?.versionId ?? createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 22)
  return `W/"${version}"`
}

/** The version named by If-Match, bare. */
export function ifMatchOf(request: FastifyRequest): string | null {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return null
  const match = /^(?:W\/)?"([^"]{1,64})"$/.exec(header.trim())
  if (!match) throw new VersionConflict({ issues: [{ code: 'conflict', text: 'If-Match names no version; send the ETag of a read as it was' }] })
  return match[1]!
}

export function checkFormat(request: FastifyRequest): void {
  const asked = (request.query as Record<string, unknown>)['_format']
  const format = typeof asked === 'string' ? asked : (request.headers.accept ?? '*/*')
  if (/json|\*\/\*|application\/\*|text\/html|^$/i.test(format)) return
  throw new FormatNotOffered()
}

/** `Prefer: return=minimal, handling=strict` and the like. */
export function preferences(request: FastifyRequest): { strict: boolean; returns: 'representation' | 'minimal' | 'OperationOutcome' } {
  const prefer = String(request.headers['prefer'] ?? '')
  const returns = /return\s*=\s*"?(representation|minimal|OperationOutcome)/.exec(prefer)?.[1]
  return { strict: /handling\s*=\s*"?strict/.test(prefer), returns: (returns as 'minimal' | undefined) ?? 'representation' }
}

/** Sends one resource with its version; nothing when the client has that one already. */
export function sendResource(request: FastifyRequest, reply: FastifyReply, resource: Resource, status = 200): FastifyReply {
  const etag = etagOf(resource)
  void reply.code(status).header('etag', etag).header('cache-control', 'private, no-cache').serializer(JSON.stringify)
  if (resource.meta?.lastUpdated) void reply.header('last-modified', new Date(resource.meta.lastUpdated).toUTCString())
  if (request.method === 'GET' && isNamed(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.header('content-type', FHIR_JSON).send(resource)
}

export function isNamed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''))
}

/** Only the elements asked for, and those without which it would be nothing; marked as a part. */
export function onlyElements(resource: Resource, elements: readonly string[]): Resource {
  const kept = new Set(['resourceType', 'id', 'meta', 'status', ...elements])
  const part = Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name))) as unknown as Resource
  const tag = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }
  return { ...part, meta: { ...part.meta, tag: [...(part.meta?.tag ?? []), tag] } }
}
