import { z } from 'zod'
import { originOf } from '#platform/fhir/index.ts'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { asShown, findClient } from './client-row.ts'
import { Client, ClientId, Clients, ClientSwitch, NewClient } from './contract.ts'
import { ClientIdTaken, ClientNotFound, KeyAddressNotAllowed } from './errors.ts'
import { addClient } from './operations/add-client.ts'
import { issueToken, OAuthError } from './operations/issue-token.ts'
import { switchClient } from './operations/switch-client.ts'
import { clientsHere } from './queries/clients.ts'

const tags = ['integration']
const admin = { access: allow('admin'), purpose: 'operations' }

export const routes: Routes = (app, services) => {
  void app.register(async (scope) => tokenRoutes(scope as unknown as App, services))

  app.get('/api/integration/clients', {
    schema: { operationId: 'clientsHere', summary: 'Other programs that may work here', tags, response: { 200: Clients } },
    config: admin,
  }, async (request) => {
    const clients = await query(request, (tx, context) => clientsHere(tx, context))
    return { clients, fhirUrl: `${originOf(request)}/fhir/R4`, tokenUrl: `${originOf(request)}/oauth2/token` }
  })

  app.post('/api/integration/clients', {
    schema: { operationId: 'addClient', summary: 'Let another program in', tags, body: NewClient, response: { 201: Client } },
    config: { ...admin, outcomes: [ClientIdTaken, KeyAddressNotAllowed] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const institutionId = context.institutionId ?? 0
    await addClient(tx, context, { ...request.body, institutionId, institutions: [institutionId], demo: services.config.demo })
    return asShown((await findClient(tx, request.body.clientId))!, institutionId)
  }))

  app.post('/api/integration/clients/:clientId/active', {
    schema: { operationId: 'switchClient', summary: 'Let a program in no longer, or again', tags, params: z.object({ clientId: ClientId }), body: ClientSwitch, response: { 200: Client } },
    config: { ...admin, outcomes: [ClientNotFound] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => switchClient(tx, context, { ...request.params, ...request.body })))
}

/** Forms in, OAuth's own failures out; at most so many tries a minute from one address. */
function tokenRoutes(app: App, services: Services): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, new URLSearchParams(String(body))))
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('access-control-allow-origin', '*').header('cache-control', 'no-store').header('pragma', 'no-cache')
  })
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof OAuthError) return reply.code(error.status).send({ error: error.code, error_description: error.message })
    const { statusCode = 500 } = error as { statusCode?: number }
    if (statusCode >= 500) request.log.error({ err: error }, 'a token could not be given')
    return reply.code(statusCode).send({ error: statusCode < 500 ? 'invalid_request' : 'server_error' })
  })
  app.options('/oauth2/token', { schema: { hide: true }, config: { access: allow('anyone'), purpose: 'sign-in' } }, (_request, reply) =>
    reply.code(204).header('access-control-allow-methods', 'POST').header('access-control-allow-headers', 'content-type').send())
  app.post('/oauth2/token', {
    schema: { hide: true },
    config: { access: allow('anyone'), purpose: 'sign-in', rateLimit: { max: 300, timeWindow: 60_000 } },
  }, async (request) => {
    if (!(request.body instanceof URLSearchParams)) throw new OAuthError('invalid_request', 'The request is a form')
    return issueToken(services, request.body, { tokenUrl: `${originOf(request)}/oauth2/token`, now: new Date() })
  })
}
