import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Context } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { domainError } from '#platform/errors/domain-error.ts'
import { eventsBetween, type Position, type TailedEvent } from '#platform/events/index.ts'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import type { TopicGuard } from '#platform/module.ts'
import type { Services } from '#platform/services.ts'
import { Follower, placeOf } from './follower.ts'

export const TopicNotYours = domainError('platform.topic-not-yours', 403, 'You cannot follow this.')

/** Everybody hears from us at least so often; a part of them each second, so that nothing happens for all at once. */
const HEARTBEAT_SECONDS = 15
/** Of what lies longer ago than is held in memory, so much is looked through. */
const SCAN_AT_MOST = 20_000

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // The answer ends with the line: no length, no chunks, and one event is the same bytes for everybody.
  connection: 'close',
  'x-accel-buffering': 'no',
} as const

/**
 * Server-sent events at `/api/realtime?topics=a,b`. A browser that comes back with `Last-Event-ID` gets what it missed
 * first, then goes on live: nothing is lost between, whichever process it reaches. Even one that has heard nothing yet
 * knows its place: it is told with the opening and with each heartbeat.
 */
export function realtimeRoutes(guards: Readonly<Record<string, TopicGuard>>): Routes {
  return (app, services) => {
    const open = createHeartbeats(services)
    app.get('/api/realtime', {
      schema: {
        operationId: 'follow',
        summary: 'Follow what happens, live (server-sent events)',
        tags: ['platform'],
        querystring: z.object({ topics: z.string().min(1).max(2000) }),
      },
      config: { access: allow('anyone'), purpose: 'operations', outcomes: [TopicNotYours] },
    }, async (request, reply) => {
      const topics = [...new Set(request.query.topics.split(','))].slice(0, 50)
      await demandTopics(services, contextOf(request), topics, guards)
      const heard = parsePosition(request.headers['last-event-id'])
      const line = openLine(reply)
      const { live } = services
      line.write(`retry: 1000\n: open\n\n${heard ? '' : `id: ${placeOf(live.position())}\n\n`}`)
      const follower = new Follower(line, heard)
      const recent = heard && live.recent().since(topics, heard)
      // In one go with what follows live: nothing falls between.
      for (const event of recent ?? []) follower.tell(event)
      const stop = live.onTopics(topics, (event) => follower.tell(event))
      open.add(follower)
      line.once('close', () => {
        stop()
        open.delete(follower)
      })
      if (heard && !recent) await follower.catchUp(() => longAgo(services, topics, heard))
    })

    app.addHook('preClose', async () => {
      open.end()
    })
  }
}

/**
 * Sends the head and gives the bare line behind the answer. It stays open for hours, so whatever the request brought and
 * whatever would have ended the answer (headers, logger, reply, who asked) is let go: each line would hold twice as much.
 */
function openLine(reply: FastifyReply): Socket {
  reply.hijack()
  const { raw } = reply
  const line = raw.socket!
  const head = Object.entries({ ...raw.getHeaders(), ...HEAD }).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${String(one)}\r\n`))
  line.write(`HTTP/1.1 200 OK\r\n${head.join('')}date: ${new Date().toUTCString()}\r\n\r\n`)
  for (const name of raw.getHeaderNames()) raw.removeHeader(name)
  for (const part of [raw, raw.req]) part.removeAllListeners()
  raw.req.headers = {}
  raw.req.rawHeaders = []
  raw.detachSocket(line)
  return line
}

/** First the part in the database, then the part in memory as it stood when the line was opened; null: too long ago for both. */
function longAgo({ pool, live }: Services, topics: readonly string[], heard: Position): Promise<readonly TailedEvent[] | null> {
  const upTo = live.recent().beginsAfter()
  const held = live.recent().since(topics, upTo) ?? []
  return eventsBetween(pool, { after: heard, upTo }, topics, SCAN_AT_MOST).then((found) => found && [...found, ...held], () => null)
}

function createHeartbeats({ live }: Services) {
  const followers = new Set<Follower>()
  const turns: Set<Follower>[] = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set())
  let turn = 0
  const timer = setInterval(() => {
    turn = (turn + 1) % HEARTBEAT_SECONDS
    const beat = Buffer.from(`: still here\nid: ${placeOf(live.position())}\n\n`)
    for (const follower of turns[turn]!) follower.beat(beat)
  }, 1000).unref()
  return {
    add(follower: Follower) {
      followers.add(follower)
      // Their first beat comes with the turn that is furthest away.
      turns[turn]!.add(follower)
    },
    delete(follower: Follower) {
      followers.delete(follower)
      for (const some of turns) some.delete(follower)
    },
    end() {
      clearInterval(timer)
      for (const follower of followers) follower.end()
    },
  }
}

function parsePosition(header: string | string[] | undefined): Position | null {
  const match = /^(\d{1,20})-(\d{1,16})$/.exec(typeof header === 'string' ? header : '')
  return match ? { xid: match[1]!.replace(/^0+(?=\d)/, ''), id: Number(match[2]) } : null
}

/** Refuses what is not theirs. Only what cannot be told from who asks alone opens a transaction, one for all topics. */
async function demandTopics(services: Services, context: Context, topics: readonly string[], guards: Readonly<Record<string, TopicGuard>>): Promise<void> {
  const toLookUp: { topic: string; guard: Exclude<TopicGuard, object & { byActor: unknown }>; rest: string }[] = []
  for (const topic of topics) {
    const at = topic.indexOf(':')
    const guard = guards[at < 0 ? topic : topic.slice(0, at)]
    const rest = at < 0 ? '' : topic.slice(at + 1)
    if (!guard) throw new TopicNotYours({ topic })
    if (typeof guard === 'function') toLookUp.push({ topic, guard, rest })
    else if (!guard.byActor(context, rest)) throw new TopicNotYours({ topic })
  }
  if (toLookUp.length === 0) return
  await someAtATime(() => inTransaction(services.db, context, async (tx) => {
    for (const { topic, guard, rest } of toLookUp) if (!(await guard(tx, context, rest))) throw new TopicNotYours({ topic })
  }))
}

/** When a server is lost thousands come back at once: they are let in some at a time, and leave connections for those who act. */
const AT_A_TIME = 8
let inside = 0
const outside: (() => void)[] = []

async function someAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (inside >= AT_A_TIME) await new Promise<void>((resolve) => { outside.push(resolve) })
  else inside += 1
  try {
    return await work()
  } finally {
    // The place is handed on; only when nobody waits it becomes free.
    const next = outside.shift()
    if (next) next()
    else inside -= 1
  }
}
