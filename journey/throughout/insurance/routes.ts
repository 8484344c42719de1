import { z } from 'zod'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import type { Context } from '#platform/context/context.ts'
import { Cover, NewCover, OpenClaim } from './contract.ts'
import { ClaimNotFound, CoverTwice, NothingToRetry } from './errors.ts'
import { insurerStatement } from './insurer-statement.ts'
import { coversOf, enterCover } from './operations/enter-cover.ts'
import { retryClaim } from './operations/want.ts'
import { openClaims } from './queries/statement.ts'
import { simulatorRoutes } from './simulator/routes.ts'

const tags = ['insurance']
const finance = { access: allow('accountant', 'manager'), purpose: 'payment' }

/** The routes let only staff through; without a hospital there is nothing to see. */
function hospitalOf({ institutionId }: Context): number {
  if (institutionId === null) throw new ClaimNotFound()
  return institutionId
}

export const routes: Routes = (app, services) => {
  app.get('/api/insurance/claims/open', {
    schema: { operationId: 'listOpenClaims', summary: 'Claims a person must look at: refused, answered wrongly, or in doubt', tags, response: { 200: z.array(OpenClaim) } },
    config: finance,
  }, (request) => query(request, (tx, context) => openClaims(tx, context, hospitalOf(context))))

  app.post('/api/insurance/claims/:claimId/retry', {
    schema: { operationId: 'retryClaim', summary: 'Ask the insurer again, from the beginning', tags, params: z.object({ claimId: z.uuid() }), response: { 200: z.object({ done: z.literal(true) }) } },
    config: { ...finance, outcomes: [ClaimNotFound, NothingToRetry] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await retryClaim(tx, context, hospitalOf(context), request.params.claimId)
    return { done: true as const }
  }))

  app.get('/api/insurance/statement', {
    schema: { operationId: 'readInsurerStatement', summary: 'The insurer\'s statement of a day, as a file with tabs', tags, querystring: z.object({ day: z.iso.date() }) },
    config: { ...finance, outcomes: [ClaimNotFound] },
  }, async (request, reply) => {
    const text = await insurerStatement(services, { institutionId: hospitalOf(contextOf(request)), day: request.query.day })
    if (text === undefined) throw new ClaimNotFound()
    return reply.type('text/tab-separated-values; charset=utf-8').header('content-disposition', `attachment; filename="insurer-${request.query.day}.tsv"`).send(text)
  })

  app.get('/api/insurance/covers', {
    schema: { operationId: 'listCovers', summary: 'Further payers of a person here: a commercial policy, relief', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(Cover) } },
    config: { access: allow('cashier', 'manager'), purpose: 'payment' },
  }, (request) => query(request, (tx, context) => coversOf(tx, context, hospitalOf(context), request.query.personId)))

  app.post('/api/insurance/covers', {
    schema: { operationId: 'enterCover', summary: 'Note a further payer of a person', tags, body: NewCover, response: { 201: z.object({ id: z.uuid() }) } },
    config: { access: allow('cashier', 'manager'), purpose: 'payment', outcomes: [CoverTwice] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => enterCover(tx, context, hospitalOf(context), request.body)))

  simulatorRoutes(app, services)
}
