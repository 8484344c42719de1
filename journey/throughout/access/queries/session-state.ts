import type { FastifyRequest } from 'fastify'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { systemContext, type Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import type { ShownSession } from '../authenticate.ts'
import type { Language, SessionStage, SessionState, StaffRole, Workplace } from '../contract.ts'
import { workplacesOf } from './workplaces.ts'

/** How far somebody got with signing in, and as whom; the first thing every page asks. */
export async function sessionState(services: Services, request: FastifyRequest, session: ShownSession | null): Promise<SessionState> {
  const nobody: SessionState = {
    stage: 'none', kind: null, demo: services.config.demo, language: null, textSize: 0, phoneMasked: '', person: null, staff: null, workplaces: [],
  }
  if (!session) return nobody
  const system = { ...systemContext('access', services.clock.now()), requestId: request.id }
  const known = await inTransaction(services.db, system, (tx) => accountState(tx, session))
  return { ...nobody, ...known, person: await personOf(services, request, session) }
}

async function accountState(tx: Tx, session: ShownSession): Promise<Pick<SessionState, 'stage' | 'kind' | 'language' | 'textSize' | 'phoneMasked' | 'staff' | 'workplaces'>> {
  const account = await tx
    .selectFrom('access.account')
    .select(['username', 'language', 'text_size', 'phone_masked', 'totp_confirmed_at'])
    .where('id', '=', session.accountId)
    .executeTakeFirstOrThrow()
  // Workplaces are named only to somebody who gave both factors.
  const named = session.kind === 'staff' && session.stage !== 'password' ? await workplaces(tx, session.accountId) : []
  const here = session.stage === 'full' ? named.find((workplace) => workplace.institutionId === session.institutionId) : undefined
  return {
    stage: stageOf(session, account.totp_confirmed_at !== null),
    kind: session.kind,
    language: account.language as Language,
    textSize: account.text_size,
    phoneMasked: account.phone_masked,
    staff: here ? { ...here, username: account.username ?? '' } : null,
    workplaces: named.map(({ staffId: _, ...workplace }) => workplace),
  }
}

function stageOf(session: ShownSession, isEnrolled: boolean): SessionStage {
  if (session.stage === 'password') return isEnrolled ? 'second-factor' : 'enrol'
  return session.stage
}

async function workplaces(tx: Tx, accountId: string): Promise<(Workplace & { staffId: number })[]> {
  const found: (Workplace & { staffId: number })[] = []
  for (const workplace of await workplacesOf(tx, accountId)) {
    const institution = await institutionById(tx, workplace.institutionId)
    found.push({ ...workplace, roles: workplace.roles as StaffRole[], name: institution?.name ?? workplace.displayName })
  }
  return found
}

async function personOf(services: Services, request: FastifyRequest, session: ShownSession): Promise<SessionState['person']> {
  const { actor } = session
  if (actor.kind !== 'patient') return null
  const context: Context = { actor, institutionId: null, purpose: 'sign-in', now: services.clock.now(), requestId: request.id, channel: 'web' }
  return inTransaction(services.db, context, (tx) => personSummary(tx, context, actor.personId))
}
