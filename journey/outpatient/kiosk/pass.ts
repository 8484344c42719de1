import type { FastifyRequest } from 'fastify'
import type { InstitutionId } from '#platform/context/context.ts'
import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { contextOf } from '#platform/http/index.ts'
import { KioskNotSetUp } from './errors.ts'
import type { MachineContext } from './machine-context.ts'
import { personOfSession } from './session.ts'

const PASS = /^kiosk:(\d+):(.+)$/s
const PASS_SECONDS = 400 * 86_400

/** A machine's own right to work for an institution: given by staff, carried by the machine, good for a year. */
export function issuePass(institutionId: number, machine: string, now: Date): string {
  return signToken(`kiosk:${institutionId}:${machine}`, PASS_SECONDS, now)
}

/**
 * From here on the request is the machine's: it may do what a desk of its institution may, under its own name in the
 * audit. What it shows is cut down by the routes.
 */
export function actAsKiosk(request: FastifyRequest): MachineContext {
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

/** A hall of machines has one address to the outside: each is counted by its own pass. */
export const machineOf = (request: FastifyRequest): string => String(request.headers['x-kiosk-pass'] ?? request.ip)

export interface AtMachine {
  readonly context: MachineContext
  readonly institutionId: number
  readonly machine: string
  readonly personId: string
}

/** The machine, and who stands there now. Their session goes on by being used. Throws {@link SessionOver}. */
export async function atMachine(request: FastifyRequest): Promise<AtMachine> {
  const context = actAsKiosk(request)
  const { institutionId, machine } = context
  const shown = request.headers['x-kiosk-session']
  const session = typeof shown === 'string' ? shown : ''
  const personId = await inTransaction(request.server.services.db, context, (tx) => personOfSession(tx, context, session))
  return { context, institutionId, machine, personId }
}
