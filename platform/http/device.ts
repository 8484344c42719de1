import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '#platform/config/index.ts'
import { keyedHash } from '#platform/crypto/index.ts'

/**
 * A random number that a browser keeps, so that bookings of one device can be counted. It says nothing about whose device it
 * is, is read by nobody else, and only its keyed hash is ever stored.
 */
const BYTES = 32
const LENGTH = 43
const YEAR_SECONDS = 365 * 86_400

function cookieName(config: Config): string {
  return config.publicUrl.startsWith('https:') ? '__Host-liuxin_device' : 'liuxin_device'
}

/** The keyed hash, in hex, of the device a request came from; undefined where nothing was kept: programs, the very first request. */
export function deviceOf(request: FastifyRequest, config: Config): string | undefined {
  const kept = request.cookies[cookieName(config)]
  return kept?.length === LENGTH ? keyedHash(`device ${kept}`).toString('hex') : undefined
}

/** Gives a browser its number on first contact. Programs keep no cookies, so they get none. */
export function giveDevice(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  if (request.cookies[cookieName(config)]?.length === LENGTH || !isBrowser(request)) return
  void reply.setCookie(cookieName(config), randomBytes(BYTES).toString('base64url'), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: YEAR_SECONDS,
  })
}

/** A page that is opened, or a request of one; not its pictures and scripts, which may be kept and shared on the way. */
function isBrowser(request: FastifyRequest): boolean {
  const { headers } = request
  if (!headers['user-agent']?.startsWith('Mozilla/')) return false
  return request.url.startsWith('/api/') || (headers.accept ?? '').includes('text/html')
}
