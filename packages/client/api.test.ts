import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, onSignedOut, onStale } from './api.ts'
import { frameReader, parseEvent } from './event-stream.ts'
import { isProblem } from './problem.ts'

let answer: (request: IncomingMessage, response: ServerResponse) => void
const keys: string[] = []
const server = createServer((request, response) => {
  keys.push(String(request.headers['idempotency-key']))
  answer(request, response)
})
let base = ''

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
const caught = (promise: Promise<unknown>) => promise.then(() => undefined, (fault: unknown) => fault)

beforeAll(async () => {
  // The only thing the client asks of a page is its language.
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => { server.close() })

test('an act whose answer was lost keeps its key when pressed again, and the next act has a new one', async () => {
  keys.length = 0
  const pay = () => api.post(`${base}/pay`, { body: { cents: 8440 } })
  answer = (request) => request.socket.destroy()
  expect(isProblem(await caught(pay()), 'client.offline')).toBe(true)
  answer = (_request, response) => json(response, 503, { code: 'platform.unavailable', title: 'Later' })
  expect(isProblem(await caught(pay()), 'platform.unavailable')).toBe(true)
  answer = (_request, response) => json(response, 200, { paid: true })
  expect(await pay()).toEqual({ paid: true })
  await pay()
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]])
  expect(keys[3]).not.toBe(keys[0])
})

test('two different acts never share a key', async () => {
  keys.length = 0
  answer = (request) => request.socket.destroy()
  await caught(api.post(`${base}/pay`, { body: { cents: 1 } }))
  await caught(api.post(`${base}/pay`, { body: { cents: 2 } }))
  expect(keys[0]).not.toBe(keys[1])
})

test('a refusal arrives as a problem with its code, words, fields and details', async () => {
  answer = (request, response) => json(response, 409, { code: 'booking.period-full', title: `Full (${request.headers['accept-language']})`, instance: 'abc', errors: [{ path: '/periodId', message: 'gone' }], details: { next: '9:45' } })
  const fault = await caught(api.post(`${base}/book`, { body: {} }))
  expect(fault).toMatchObject({ status: 409, code: 'booking.period-full', title: 'Full (en)', reference: 'abc', errors: [{ path: '/periodId', message: 'gone' }], details: { next: '9:45' } })
})

test('being signed out is told once per answer, and not where it is a normal answer', async () => {
  let told = 0
  const stop = onSignedOut(() => { told += 1 })
  answer = (_request, response) => json(response, 401, { code: 'access.signed-out', title: 'Sign in' })
  await caught(api.get(`${base}/me`))
  await caught(api.get(`${base}/me`, { anonymous: true }))
  stop()
  expect(told).toBe(1)
})

test('an answer kept from earlier tells its age, a fresh one clears it', async () => {
  const ages: (string | undefined)[] = []
  const stop = onStale((seenAt) => ages.push(seenAt?.toISOString()))
  answer = (_request, response) => json(response, 200, {}, { 'x-seen-at': '2026-03-17T01:41:00.000Z' })
  await api.get(`${base}/visits`, { query: { scope: 'today', missing: undefined, tags: ['a', 'b'] } })
  answer = (request, response) => json(response, 200, { url: request.url })
  expect(await api.get(`${base}/visits`, { query: { scope: 'today', missing: undefined, tags: ['a', 'b'] } })).toEqual({ url: '/visits?scope=today&tags=a&tags=b' })
  stop()
  expect(ages).toEqual(['2026-03-17T01:41:00.000Z', undefined])
})

test('live events survive being cut anywhere, and heartbeats are no events', () => {
  const stream = ': beat\n\nevent: message\nid: 7\ndata: {"type":"queue.ticket-called.v1","topics":["queue:3:12"],"payload":{"n":1}}\n\n: beat\n\nid: 8\ndata: not json\n\n'
  for (const width of [1, 3, 50, 500]) {
    const heard: unknown[] = []
    const read = frameReader((frame) => heard.push([frame.id, parseEvent(frame.data)?.topics]))
    for (let at = 0; at < stream.length; at += width) read(stream.slice(at, at + width))
    expect(heard).toEqual([['7', ['queue:3:12']], ['8', undefined]])
  }
})
