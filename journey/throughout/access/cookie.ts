import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '#platform/config/index.ts'
import { session as limits } from './limits.ts'
import type { OpenedSession } from './operations/session.ts'

type Kind = OpenedSession['kind']

/**
 * A patient's and a desk's sign-in live side by side in one browser, each in its own cookie. With https the browser
 * itself guarantees that a cookie was set by this host, for all of it, over https.
 */
function cookieName(kind: Kind, config: Config): string {
  const name = kind === 'patient' ? 'liuxin_session' : 'liuxin_desk'
  return config.publicUrl.startsWith('https:') ? `__Host-${name}` : name
}

/** The token a request brings. A page says by its address which of the two it means; without one, either will do. */
export function tokenOf(request: FastifyRequest, config: Config): string | undefined {
  const page = pageOf(request)
  const kinds: readonly Kind[] = page === null ? ['patient', 'staff'] : /^\/(staff|board)(\/|$)/.test(page) ? ['staff'] : ['patient']
  for (const kind of kinds) {
    const token = request.cookies[cookieName(kind, config)]
    if (token !== undefined && token.length === 43) return token
  }
  return undefined
}

function pageOf(request: FastifyRequest): string | null {
  const { referer } = request.headers
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).pathname : null
}

export function giveCookie(reply: FastifyReply, config: Config, session: OpenedSession): void {
  void reply.setCookie(cookieName(session.kind, config), session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    // A staff cookie ends with the browser: desks are shared.
    ...(session.kind === 'patient' ? { maxAge: limits.patient.lifeSeconds } : {}),
  })
}

export function takeCookie(reply: FastifyReply, config: Config, kind: Kind): void {
  void reply.clearCookie(cookieName(kind, config), { path: '/', httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') })
}
