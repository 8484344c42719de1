import { z } from 'zod'
import { allow, type Routes } from '#platform/http/index.ts'
import { type ShownSession, sessionsOf } from '../authenticate.ts'
import { Preferences, SessionInList, SessionState } from '../contract.ts'
import { takeCookie } from '../cookie.ts'
import { SessionNotFound, StepNotDue } from '../errors.ts'
import { session as limits } from '../limits.ts'
import { endAllSessions, endFamily, endSession, rotateSession } from '../operations/session.ts'
import { savePreferences } from '../operations/save-preferences.ts'
import { mySessions } from '../queries/my-sessions.ts'
import { sessionState } from '../queries/session-state.ts'
import { asSystem, atStep, goOn } from './as-system.ts'

const open = { access: allow('anyone'), purpose: 'sign-in' }
const signedIn = { access: allow('patient', 'staff'), purpose: 'sign-in' }
const tags = ['access']

/** The session itself: how far it got, where else one is signed in, and ending it here or everywhere. */
export const sessionRoutes: Routes = (app, services) => {
  const sessions = sessionsOf(services)

  app.get('/api/access/session', {
    schema: { operationId: 'readSession', summary: 'Who is signed in, and what is still due', tags, response: { 200: SessionState } },
    config: open,
  }, async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    const session = await sessions.shown(request)
    if (!session || !isOld(session)) return sessionState(services, request, session)
    // Old tokens are replaced here, since every page asks this first. Of two tabs at once one replaces, and the
    // other, whose token still works for a minute, changes nothing.
    const opened = await asSystem(services, request, (tx, context) => rotateSession(tx, context, session.token)).catch((error: unknown) => {
      if (error instanceof StepNotDue) return null
      throw error
    })
    return opened ? goOn(services, request, reply, opened) : sessionState(services, request, session)
  })

  app.get('/api/access/sessions', {
    schema: { operationId: 'listMySessions', summary: 'Where I am signed in', tags, response: { 200: z.array(SessionInList) } },
    config: signedIn,
  }, async (request) => {
    const { accountId, familyId } = await atStep(services, request, 'full')
    return asSystem(services, request, (tx, context) => mySessions(tx, context, accountId, familyId))
  })

  app.delete('/api/access/sessions/:familyId', {
    schema: { operationId: 'endOneSession', summary: 'Sign out one device', tags, params: z.object({ familyId: z.uuid() }), response: { 204: z.undefined() } },
    config: { ...signedIn, outcomes: [SessionNotFound] },
  }, async (request, reply) => {
    const { accountId } = await atStep(services, request, 'full')
    await asSystem(services, request, (tx, context) => endFamily(tx, context, accountId, request.params.familyId))
    sessions.forget(accountId)
    return reply.code(204).send(undefined)
  })

  app.delete('/api/access/sessions', {
    schema: { operationId: 'endAllSessions', summary: 'Sign out everywhere', tags, response: { 204: z.undefined() } },
    config: signedIn,
  }, async (request, reply) => {
    const { accountId, kind } = await atStep(services, request, 'full')
    await asSystem(services, request, (tx, context) => endAllSessions(tx, context, accountId))
    sessions.forget(accountId)
    takeCookie(reply, services.config, kind)
    return reply.code(204).send(undefined)
  })

  app.delete('/api/access/session', {
    schema: { operationId: 'signOut', summary: 'Sign out here', tags, response: { 204: z.undefined() } },
    config: open,
  }, async (request, reply) => {
    const session = await sessions.shown(request)
    if (session) {
      await asSystem(services, request, (tx, context) => endSession(tx, context, session.token))
      sessions.forget(session.accountId)
      takeCookie(reply, services.config, session.kind)
    }
    return reply.code(204).send(undefined)
  })
}

/** How somebody reads goes with them to their next device. */
export const preferenceRoutes: Routes = (app, services) => {
  app.put('/api/access/preferences', {
    schema: { operationId: 'savePreferences', summary: 'Language and text size, on every device', tags, body: Preferences, response: { 204: z.undefined() } },
    config: signedIn,
  }, async (request, reply) => {
    const { accountId } = await atStep(services, request, 'full')
    await asSystem(services, request, (tx, context) => savePreferences(tx, context, accountId, request.body))
    return reply.code(204).send(undefined)
  })
}

function isOld(session: ShownSession): boolean {
  return session.stage === 'full' && Date.now() - session.issuedAt.getTime() > limits[session.kind].rotateAfterSeconds * 1000
}
