import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { domainError } from '#platform/errors/domain-error.ts'
import { eventsAfter, type Position, type TailedEvent } from '#platform/events/index.ts'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import type { TopicGuard } from '#platform/module.ts'

export const TopicNotYours = domainError('platform.topic-not-yours', 403, 'You cannot follow this.')

const HEARTBEAT_MS = 15_000
const REPLAY_AT_MOST = 1000

/**
 * Server-sent events at `/api/realtime?topics=a,b`. A browser that comes back with `Last-Event-ID` gets what it missed
 * from the outbox first, then goes on live: nothing is lost between, whichever process it reaches.
 */
export function realtimeRoutes(guards: Readonly<Record<string, TopicGuard>>): Routes {
  return (app, services) => {
    const open = new Set<FastifyReply>()
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
      const context = contextOf(request)
      await inTransaction(services.db, context, (tx) => demandTopics(tx, context, { topics, guards }))
      const lastSeen = parsePosition(request.headers['last-event-id'])
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
        'x-accel-buffering': 'no',
      })
      raw.write(`retry: 1000\n: open\n\n`)
      open.add(reply)

      // Live events wait here until the missed ones have been sent, so that order holds and none falls between.
      let waiting: TailedEvent[] | null = []
      // The outbox may be read further than this process has come live; what was sent from it is not sent again.
      let replayed: Position | undefined
      const send = (event: TailedEvent) => {
        if (!replayed || isAfter(event.position, replayed)) raw.write(frame(event))
      }
      const stop = services.live.onTopics(topics, (event) => (waiting ? waiting.push(event) : send(event)))
      const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
      raw.on('close', () => {
        clearInterval(heartbeat)
        stop()
        open.delete(reply)
      })
      if (lastSeen) {
        for (const event of await missed(lastSeen, new Set(topics))) {
          send(event)
          replayed = event.position
        }
      }
      for (const event of waiting) send(event)
      waiting = null
    })

    async function missed(since: Position, wanted: ReadonlySet<string>): Promise<TailedEvent[]> {
      const events = await eventsAfter(services.pool, since, REPLAY_AT_MOST)
      return events.filter((event) => event.topics.some((topic) => wanted.has(topic)))
    }

    app.addHook('preClose', async () => {
      for (const reply of open) reply.raw.end()
    })
  }
}

function frame(event: TailedEvent): string {
  const data = JSON.stringify({ type: event.type, topics: event.topics, payload: event.payload, at: event.occurredAt })
  return `id: ${event.position.xid}-${event.position.id}\ndata: ${data}\n\n`
}

function parsePosition(header: string | string[] | undefined): Position | undefined {
  const match = /^(\d{1,20})-(\d{1,16})$/.exec(typeof header === 'string' ? header : '')
  return match ? { xid: match[1]!, id: Number(match[2]) } : undefined
}

function isAfter(a: Position, b: Position): boolean {
  const [x, y] = [BigInt(a.xid), BigInt(b.xid)]
  return x > y || (x === y && a.id > b.id)
}

interface Wanted {
  readonly topics: readonly string[]
  readonly guards: Readonly<Record<string, TopicGuard>>
}

async function demandTopics(tx: Tx, context: Context, { topics, guards }: Wanted): Promise<void> {
  for (const topic of topics) {
    const [prefix, ...rest] = topic.split(':')
    const guard = guards[prefix ?? '']
    if (!guard || !(await guard(tx, context, rest.join(':')))) throw new TopicNotYours({ topic })
  }
}
