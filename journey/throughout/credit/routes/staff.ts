import { z } from 'zod'
import { PersonNotFound, personSummary } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import { localDay } from '#platform/clock/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { AskWaiver, Owed, Owing, PersonOnly, Share } from '../contract.ts'
import { DebtNotFound, SecondPersonNeeded, WaiverDecided, WaiverNotFound, WaiverTooMuch } from '../errors.ts'
import { owedBy } from '../line.ts'
import { askWaiver, decideWaiver } from '../operations/waive.ts'
import { owing } from '../queries/owing.ts'
import { share } from '../queries/share.ts'

const tags = ['credit']
const finance = { access: allow('accountant', 'manager'), purpose: 'operations', outcomes: [] }
const Waiver = z.object({ id: z.uuid() })

function placeOf({ actor }: Context): number {
  return actor.kind === 'staff' ? actor.institutionId : 0
}

/** Who owes this hospital's treatment, giving it up with two people, and the indicator. */
export const staffRoutes: Routes = (app) => {
  app.get('/api/credit/owing', {
    schema: { operationId: 'listOwing', summary: 'Who owes for treatment here', tags, querystring: z.object({ overdue: z.stringbool().default(false) }), response: { 200: Owing } },
    config: finance,
  }, (request) => query(request, (tx, context) => owing(tx, context, placeOf(context), request.query.overdue)))

  app.get('/api/credit/owed', {
    schema: { operationId: 'readOwed', summary: 'What a person who stands at a window owes in all', tags, querystring: PersonOnly, response: { 200: Owed } },
    config: { access: allow('cashier', 'registrar'), purpose: 'payment', outcomes: [PersonNotFound] },
  }, (request) => query(request, async (tx, context) => {
    // Only of somebody this hospital knows; the look leaves its row.
    const { personId } = await personSummary(tx, context, request.query.personId)
    return owedBy(tx, context, personId)
  }))

  app.post('/api/credit/waivers', {
    schema: { operationId: 'askWaiver', summary: 'Ask that a debt be given up', tags, body: AskWaiver, response: { 201: Waiver } },
    config: { ...finance, outcomes: [DebtNotFound, WaiverTooMuch, WaiverDecided, SecondPersonNeeded] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await askWaiver(tx, context, request.body) })))

  for (const [verb, approve, summary] of [['approve', true, 'Agree, as the second person'], ['refuse', false, 'Refuse']] as const) {
    app.post(`/api/credit/waivers/:id/${verb}`, {
      schema: { operationId: `${verb}Waiver`, summary, tags, params: Waiver, response: { 200: Waiver } },
      config: { ...finance, outcomes: [WaiverNotFound, WaiverDecided, WaiverTooMuch, SecondPersonNeeded] },
    }, (request, reply) => command(request, reply, 200, async (tx, context) => {
      await decideWaiver(tx, context, { id: request.params.id, approve })
      return { id: request.params.id }
    }))
  }

  app.get('/api/credit/share', {
    schema: {
      operationId: 'readCreditShare', summary: 'Indicator 8: visits treated first and paid afterwards', tags,
      querystring: z.object({ from: z.iso.date().optional(), until: z.iso.date().optional() }), response: { 200: Share },
    },
    config: finance,
  }, (request) => query(request, (tx, context) => {
    const today = localDay(context.now)
    return share(tx, placeOf(context), request.query.from ?? `${today.slice(0, 8)}01`, request.query.until ?? today)
  }))
}
