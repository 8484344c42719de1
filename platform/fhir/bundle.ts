import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contextOf } from '#platform/http/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { etagOf, FHIR_JSON } from './answer.ts'
import type { Writing } from './declare.ts'
import { type Issue, NotAResource, ResourceInvalid } from './errors.ts'
import { checkedBody, type Face, notOffered, readOne, served, writingOf } from './exchange.ts'
import { failureOf } from './outcome.ts'

const MOST_ENTRIES = 100

/** A transaction is all or nothing; a batch is each for itself; anything else is refused. Never one in place of the other. */
export async function receiveBundle(face: Face, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = request.body as Bundle | null
  if (body?.resourceType !== 'Bundle') throw new NotAResource({ issues: [{ code: 'invalid', text: 'This address takes a Bundle' }] })
  const entries = Array.isArray(body.entry) ? body.entry : []
  if (entries.length > MOST_ENTRIES) throw new NotAResource({ issues: [{ code: 'too-long', text: `At most ${MOST_ENTRIES} entries` }] })
  if (body.type !== 'transaction' && body.type !== 'batch') {
    throw new NotAResource({ issues: [{ code: 'invalid', text: `This address takes a transaction or a batch, not "${String(body.type).slice(0, 40)}"`, expression: 'Bundle.type' }] })
  }
  const answer = body.type === 'transaction' ? await transact(face, request, entries) : await each(request, entries)
  return reply.code(200).header('content-type', FHIR_JSON).serializer(JSON.stringify).send(answer)
}

interface Prepared {
  readonly index: number
  readonly method: string
  readonly type: string
  readonly id: string | undefined
  readonly resource: Resource | null
  readonly ifMatch: string | null
}

const ORDER = ['POST', 'PUT', 'GET']

/** Everything within one transaction of the database: a refusal of one entry leaves nothing of the others. */
async function transact(face: Face, request: FastifyRequest, entries: readonly BundleEntry[]): Promise<Bundle> {
  const prepared: Prepared[] = []
  for (const [index, entry] of entries.entries()) prepared.push(await prepare(face, request, entry, index))
  const writing = writingOf(request)
  const inOrder = [...prepared].sort((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method))
  const answers = await inTransaction(writing.services.db, contextOf(request), async (tx) => {
    const done: { index: number; entry: BundleEntry }[] = []
    for (const one of inOrder) done.push({ index: one.index, entry: await act(face, { ...writing, tx, ifMatch: one.ifMatch }, one) })
    return done
  })
  return { resourceType: 'Bundle', type: 'transaction-response', entry: answers.sort((a, b) => a.index - b.index).map(({ entry }) => entry) }
}

async function prepare(face: Face, request: FastifyRequest, entry: BundleEntry, index: number): Promise<Prepared> {
  const at = `Bundle.entry[${index}]`
  const method = entry?.request?.method ?? ''
  const [, type, id] = /^\/?([A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?$/.exec(String(entry?.request?.url ?? '')) ?? []
  const refuse = (text: string) => new NotAResource({ issues: [{ code: 'not-supported', text, expression: `${at}.request` }] })
  if (!type) throw refuse('An entry of a transaction names a type, or a type and an id; operations and searches are not part of one here')
  if (!ORDER.includes(method) || (method === 'POST') !== (id === undefined)) throw refuse(`${String(method).slice(0, 20)} ${type} cannot be part of a transaction here`)
  if (entry.request?.ifNoneExist) throw refuse('Conditional creation is not offered')
  const resource = served(face, request, type, method === 'POST' ? 'c' : method === 'PUT' ? 'u' : 'r')
  if ((method === 'POST' && !resource.create) || (method === 'PUT' && !resource.update)) throw notOffered(`${method} ${type}`)
  const body = method === 'GET' ? null : await checkedBody(face, entry.resource, type).catch((error: unknown) => Promise.reject(atEntry(error, at)))
  const ifMatch = /"([^"]{1,64})"/.exec(entry.request?.ifMatch ?? '')?.[1] ?? null
  return { index, method, type, id, resource: body, ifMatch }
}

/** The reasons, with the entry they belong to. */
function atEntry(error: unknown, at: string): unknown {
  const issues = (error as { details?: { issues?: readonly Issue[] } }).details?.issues
  return issues ? new ResourceInvalid({ issues: issues.map((issue) => ({ ...issue, expression: `${at}.resource` })) }) : error
}

async function act(face: Face, writing: Writing, { method, type, id, resource }: Prepared): Promise<BundleEntry> {
  const kind = face.resources.get(type)!
  const reading = { ...writing, tx: writing.tx! }
  const result = method === 'GET' ? await readOne(reading, kind, id!) : method === 'POST' ? await kind.create!(writing, resource!) : await kind.update!(writing, id!, resource!)
  const location = `${writing.base}/${type}/${result.id}`
  return {
    fullUrl: location, resource: result,
    response: { status: method === 'POST' ? '201 Created' : '200 OK', etag: etagOf(result), ...(method === 'POST' ? { location } : {}), ...(result.meta?.lastUpdated ? { lastModified: result.meta.lastUpdated } : {}) },
  }
}

/** Each entry as if it had come alone: the same doors, the same guards, its own answer. */
async function each(request: FastifyRequest, entries: readonly BundleEntry[]): Promise<Bundle> {
  const answers: BundleEntry[] = []
  for (const [index, entry] of entries.entries()) {
    const method = String(entry?.request?.method ?? '')
    const url = String(entry?.request?.url ?? '').replace(/^\//, '')
    // A batch in a batch would let one request become any number.
    if (!/^(GET|POST|PUT|PATCH)$/.test(method) || url === '' || url.includes('..') || /^https?:/.test(url)) {
      answers.push(answerOf(400, failureOf(new NotAResource({ issues: [{ code: 'invalid', text: 'This entry names no request', expression: `Bundle.entry[${index}].request` }] }), 'en').outcome))
      continue
    }
    const { authorization, prefer, host } = request.headers
    const reply = await request.server.inject({
      method: method as 'GET', url: `/fhir/R4/${url}`, remoteAddress: request.ip,
      headers: {
        ...(authorization ? { authorization } : {}), ...(prefer ? { prefer } : {}), ...(host ? { host } : {}), 'accept-language': request.headers['accept-language'] ?? 'zh-CN',
        ...(request.headers['x-test-actor'] ? { 'x-test-actor': request.headers['x-test-actor'] } : {}),
        ...(entry.request?.ifMatch ? { 'if-match': entry.request.ifMatch } : {}), ...(entry.request?.ifNoneMatch ? { 'if-none-match': entry.request.ifNoneMatch } : {}),
        ...(entry.resource ? { 'content-type': 'application/fhir+json' } : {}),
      },
      ...(entry.resource ? { payload: JSON.stringify(entry.resource) } : {}),
    })
    const body = reply.body ? (JSON.parse(reply.body) as Resource) : undefined
    answers.push({ ...answerOf(reply.statusCode, body), ...(reply.headers.location ? { fullUrl: String(reply.headers.location) } : {}) })
  }
  return { resourceType: 'Bundle', type: 'batch-response', entry: answers }
}

function answerOf(status: number, body: Resource | OperationOutcome | undefined): BundleEntry {
  if (status >= 400) return { response: { status: String(status), ...(body ? { outcome: body as OperationOutcome } : {}) } }
  return { ...(body ? { resource: body } : {}), response: { status: String(status), ...(body ? { etag: etagOf(body) } : {}) } }
}

