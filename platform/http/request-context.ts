import type { FastifyRequest } from 'fastify'
import type { Actor, Context } from '#platform/context/context.ts'

const CHANNELS = new Set(['web', 'phone', 'kiosk', 'window', 'desk', 'api', 'simulator'])

/** Who asks, why, when: made once per request, before the handler. */
export function contextOf(request: FastifyRequest): Context {
  if (!request.context) throw new Error('the request has no context yet')
  return request.context
}

export function makeContext(request: FastifyRequest, actor: Actor, now: Date, device: string | undefined): Context {
  const channel = String(request.headers['x-channel'] ?? 'web')
  return {
    actor,
    institutionId: actor.kind === 'staff' ? actor.institutionId : null,
    purpose: request.routeOptions.config.purpose ?? 'operations',
    now,
    requestId: request.id,
    ...(device === undefined ? {} : { device }),
    channel: actor.kind === 'client' ? 'api' : CHANNELS.has(channel) ? channel : 'web',
  }
}
