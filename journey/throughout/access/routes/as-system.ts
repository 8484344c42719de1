import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { type Sessions, sessionsOf } from '../authenticate.ts'
import type { SessionState } from '../contract.ts'
import { giveCookie } from '../cookie.ts'
import { StepNotDue } from '../errors.ts'
import type { OpenedSession, StoredStage } from '../operations/session.ts'
import { sessionState } from '../queries/session-state.ts'

/**
 * Runs a step of signing in. Nobody is anybody yet, so it runs as the system, on the real time. These writes take no
 * Idempotency-Key: their answers are secrets that must not be kept, and sending a code or a factor twice is refused.
 */
export function asSystem<T>(services: Services, request: FastifyRequest, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> {
  const context: Context = { ...systemContext('access', new Date()), purpose: 'sign-in', requestId: request.id }
  return inTransaction(services.db, context, (tx) => work(tx, context))
}

/** The session that is at one of these steps, or {@link StepNotDue}. */
export async function atStep(services: Services, request: FastifyRequest, ...stages: readonly StoredStage[]): Promise<NonNullable<Awaited<ReturnType<Sessions['shown']>>>> {
  const session = await sessionsOf(services).shown(request)
  if (!session || !stages.includes(session.stage)) throw new StepNotDue()
  return session
}

/** Gives the new cookie and says how far the sign-in got. */
export async function goOn(services: Services, request: FastifyRequest, reply: FastifyReply, opened: OpenedSession): Promise<SessionState> {
  giveCookie(reply, services.config, opened)
  return sessionState(services, request, await sessionsOf(services).byToken(opened.token))
}

/** Where requests come from, for limits; a demonstration's simulator signs in thousands from this very machine. */
export function addressOf(request: FastifyRequest, services: Services): string | null {
  const isLoopback = request.ip === '127.0.0.1' || request.ip === '::1' || request.ip === '::ffff:127.0.0.1'
  return services.config.demo && isLoopback ? null : request.ip
}

/** How a list of sign-ins names this device: "Chrome, Android". */
export function deviceOf(request: FastifyRequest): string {
  const agent = String(request.headers['user-agent'] ?? '')
  const first = (names: Readonly<Record<string, RegExp>>) => Object.keys(names).find((name) => names[name]?.test(agent))
  const browser = first({ WeChat: /MicroMessenger/, Edge: /Edg\//, Firefox: /Firefox\//, Chrome: /Chrom(e|ium)\//, Safari: /Safari\// })
  const system = first({ Android: /Android/, iPhone: /iPhone/, iPad: /iPad/, HarmonyOS: /HarmonyOS/, Windows: /Windows/, Mac: /Macintosh/, Linux: /Linux/ })
  return [browser, system].filter(Boolean).join(', ')
}
