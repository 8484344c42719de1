import type { FastifyRequest } from 'fastify'
import type { Actor, Context } from '#platform/context/context.ts'

const CHANNELS = new Set(['web', 'phone', 'kiosk', 'window', 'desk', 'api', 'simulator'])
/** A patient comes by the page. That somebody telephoned or stood at the window, staff say; the terminal in the hall says it by its pass. */
const OF_PATIENTS = new Set(['web', 'simulator'])

/** Who asks, why, when: made once per request, before the handler. */
export function contextOf(request: FastifyRequest): Context {
  if (!request.context) throw new Error('the request has no context yet')
  return request.context
}

export function makeContext(request: FastifyRequest, actor: Actor, now: Date, device: string | undefined): Context {
  const said = String(request.headers['x-channel'] ?? 'web')
  const channel = (actor.kind === 'patient' ? OF_PATIENTS : CHANNELS).has(said) ? said : 'web'
  return {
    actor,
    institutionId: actor.kind === 'staff' ? actor.institutionId : null,
    purpose: request.routeOptions.config.purpose ?? 'operations',
    now,
    requestId: request.id,
    ...(device === undefined ? {} : { device }),
    channel: actor.kind === 'client' ? 'api' : channel,
  }
}
