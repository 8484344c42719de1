import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { fixedClock } from '#platform/clock/index.ts'
import { loadConfig } from '#platform/config/index.ts'
import type { Actor } from '#platform/context/context.ts'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { fhirRoutes } from '#platform/fhir/index.ts'
import { type App, type Authenticate, buildApp } from '#platform/http/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { react } from '#platform/jobs/run-jobs.ts'
import type { Module, TopicGuard } from '#platform/module.ts'
import { createLive, realtimeRoutes } from '#platform/realtime/index.ts'
import type { Services } from '#platform/services.ts'
import { useTestKeys } from './test-keys.ts'

export interface TestReply<T = any> { // oxlint-disable-line typescript/no-explicit-any -- a test reads whatever came
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

export interface AskOptions {
  readonly as?: Actor
  readonly body?: unknown
  /** Idempotency-Key; writes get a fresh one when it is absent. null: send none. */
  readonly key?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestServerOptions {
  readonly now?: Date
  readonly env?: Readonly<Record<string, string>>
  /** For tests of signing in itself: cookies decide who asks, as in the product. */
  readonly authenticate?: (services: Services) => Authenticate
}

export interface TestServer {
  readonly url: string
  readonly app: App
  readonly services: Services
  readonly clock: ReturnType<typeof fixedClock>
  request<T = any>(method: string, path: string, options?: AskOptions): Promise<TestReply<T>> // oxlint-disable-line typescript/no-explicit-any -- as above
  /** Delivers every event not yet reacted to, the way the worker would. */
  runReactions(): Promise<number>
  close(): Promise<void>
}

/**
 * The modules behind a real HTTP server on loopback. Only the sign-in is replaced: the header `x-test-actor` says who
 * asks, so that a test can be anybody. Closed after the file's last test.
 */
export async function testServer(
  modules: readonly Module[],
  database: { readonly url: string },
  { now = new Date(), env = {}, authenticate }: TestServerOptions = {},
): Promise<TestServer> {
  useTestKeys()
  const log = pino({ level: 'fatal' })
  const config = loadConfig({ DEMO: 'on', DATABASE_URL: database.url, ...env })
  const { db, pool } = openDatabase(database.url, { poolSize: 20, applicationName: 'test-server' })
  const clock = fixedClock(now)
  const live = createLive(pool, log)
  await live.start()
  const services: Services = { db, pool, config, clock, log, live }
  const byHeader: Authenticate = async (request) => actorFrom(request.headers['x-test-actor'])
  const app = await buildApp({ services, authenticate: authenticate?.(services) ?? byHeader })
  const guards: Record<string, TopicGuard> = Object.assign({}, ...modules.map((module) => module.topics ?? {}))
  for (const routes of [realtimeRoutes(guards), fhirRoutes(modules.flatMap((module) => module.fhir ?? [])), ...modules.flatMap((module) => module.routes ?? [])]) routes(app, services)
  for (const module of modules) await module.start?.(services)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

  const close = async () => {
    await app.close()
    await live.stop()
    await closeDatabase(db)
  }
  let closed: Promise<void> | undefined
  const closeOnce = () => (closed ??= close())
  afterAll(closeOnce)
  return {
    url, app, services, clock,
    request: (method, path, options = {}) => ask(url, method, path, options),
    runReactions: () => runReactions(services, modules.flatMap((module) => module.reactions ?? [])),
    close: closeOnce,
  }
}

function actorFrom(header: string | string[] | undefined): Actor {
  return typeof header === 'string' ? (JSON.parse(decodeURIComponent(header)) as Actor) : { kind: 'anonymous' }
}

async function ask<T>(url: string, method: string, path: string, { as, body, key, headers }: AskOptions): Promise<TestReply<T>> {
  const sent: Record<string, string> = { 'accept-language': 'en', ...headers }
  if (as) sent['x-test-actor'] = encodeURIComponent(JSON.stringify(as))
  if (body !== undefined) sent['content-type'] = 'application/json'
  if (method !== 'GET' && key !== null) sent['idempotency-key'] = key ?? randomUUID()
  const response = await fetch(url + path, { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: (isJson && text ? JSON.parse(text) : text) as T }
}

async function runReactions(services: Services, reactions: readonly Reaction[]): Promise<number> {
  let count = 0
  for (const reaction of reactions) {
    const { rows } = await services.pool.query<{ id: number }>(
      `select id from platform.event e where type = any ($1)
         and not exists (select from platform.event_handled h where h.reaction = $2 and h.event_id = e.id) order by id`,
      [reaction.on, reaction.name],
    )
    for (const { id } of rows) {
      await react(services, reaction, id)
      count++
    }
  }
  return count
}
