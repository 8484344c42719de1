import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '#platform/config/index.ts'
import { session as limits } from './limits.ts'
import type { OpenedSession } from './operations/session.ts'

/** With https the browser itself guarantees that the cookie was set by this host, for all of it, over https. */
function cookieName(config: Config): string {
  return config.publicUrl.startsWith('https:') ? '__Host-liuxin_session' : 'liuxin_session'
}

export function tokenOf(request: FastifyRequest, config: Config): string | undefined {
  const token = request.cookies[cookieName(config)]
  return token !== undefined && token.length === 43 ? token : undefined
}

export function giveCookie(reply: FastifyReply, config: Config, session: OpenedSession): void {
  void reply.setCookie(cookieName(config), session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    // A staff cookie ends with the browser: desks are shared.
    ...(session.kind === 'patient' ? { maxAge: limits.patient.lifeSeconds } : {}),
  })
}

export function takeCookie(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(cookieName(config), { path: '/', httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') })
}
