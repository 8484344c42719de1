import type { FastifyRequest } from 'fastify'
import type { Context, InstitutionId } from '#platform/context/context.ts'
import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { contextOf } from '#platform/http/index.ts'
import { KioskNotSetUp, KioskSessionOver } from './errors.ts'

const PASS = /^kiosk:(\d+):(.+)$/s
const SESSION = /^kiosk-person:(\d+):([0-9a-f-]{36})$/
const PASS_SECONDS = 400 * 86_400
const SESSION_SECONDS = 300

/** A machine's own right to work for an institution: given by staff, carried by the machine, good for a year. */
export function issuePass(institutionId: number, machine: string, now: Date): string {
  return signToken(`kiosk:${institutionId}:${machine}`, PASS_SECONDS, now)
}

/**
 * From here on the request is the machine's: it may do what a desk of its institution may, under its own name in the
 * audit. What it shows is cut down by the routes.
 */
export function actAsKiosk(request: FastifyRequest): Context & { readonly machine: string; readonly institutionId: InstitutionId } {
  const given = contextOf(request)
  const pass = request.headers['x-kiosk-pass']
  const token = typeof pass === 'string' ? verifyToken(pass, given.now) : { fault: 'forged' as const }
  const parts = 'payload' in token ? PASS.exec(token.payload) : null
  if (!parts) throw new KioskNotSetUp()
  const institutionId = Number(parts[1]) as InstitutionId
  const machine = parts[2]!
  const actor = { kind: 'staff', accountId: `kiosk:${machine}`, staffId: 0, institutionId, roles: ['kiosk'] } as const
  const context = { ...given, actor, institutionId, channel: 'kiosk' }
  request.context = context
  return { ...context, machine }
}

/** Proves for five minutes who stands at the machine. */
export function openKioskSession(institutionId: number, personId: string, now: Date): string {
  return signToken(`kiosk-person:${institutionId}:${personId}`, SESSION_SECONDS, now)
}

export function personOfSession(session: string, institutionId: number, now: Date): string {
  const token = verifyToken(session, now)
  const parts = 'payload' in token ? SESSION.exec(token.payload) : null
  if (!parts || Number(parts[1]) !== institutionId) throw new KioskSessionOver()
  return parts[2]!
}
