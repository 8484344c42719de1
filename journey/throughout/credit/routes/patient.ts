import { z } from 'zod'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Agree, CreditPage, LinkPage, PersonOnly, RepayLink, VisitCredit } from '../contract.ts'
import { AlreadyAgreed, LinkOver, NotAgreed, NothingOwed, NotYourPerson, StillOwed, TermsChanged } from '../errors.ts'
import { agree } from '../operations/agree.ts'
import { endLink, makeLink } from '../operations/make-link.ts'
import { stop } from '../operations/stop.ts'
import { creditPage } from '../queries/credit-page.ts'
import { linkPage } from '../queries/link-page.ts'
import { visitCredit } from '../queries/visit-credit.ts'

const tags = ['credit']
const own = { access: allow('patient'), purpose: 'payment', outcomes: [NotYourPerson] }

/** Agreeing, what is owed, and who else may pay it. */
export const patientRoutes: Routes = (app, services) => {
  app.get('/api/credit/page', {
    schema: { operationId: 'readCredit', summary: 'What a person may pay after treatment, what they owe and until when', tags, querystring: PersonOnly, response: { 200: CreditPage } },
    config: own,
  }, (request) => query(request, (tx, context) => creditPage(tx, context, request.query.personId)))

  app.post('/api/credit/agreements', {
    schema: { operationId: 'agreeToCredit', summary: 'Agree to the terms of paying after treatment', tags, body: Agree, response: { 201: CreditPage } },
    config: { ...own, outcomes: [NotYourPerson, TermsChanged, AlreadyAgreed] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    await agree(tx, context, request.body)
    return creditPage(tx, context, request.body.personId)
  }))

  app.post('/api/credit/agreements/stop', {
    schema: { operationId: 'stopCredit', summary: 'Take the agreement back', tags, body: PersonOnly, response: { 200: CreditPage } },
    config: { ...own, outcomes: [NotYourPerson, NotAgreed, StillOwed] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await stop(tx, context, request.body.personId)
    return creditPage(tx, context, request.body.personId)
  }))

  app.get('/api/credit/visits/:institutionId/:visitId', {
    schema: {
      operationId: 'readVisitCredit', summary: 'What paying after treatment means for one visit', tags,
      params: z.object({ institutionId: z.coerce.number().int().positive(), visitId: z.uuid() }), response: { 200: VisitCredit },
    },
    config: { ...own, access: allow('patient', 'staff') },
  }, (request) => query(request, (tx, context) => visitCredit(tx, context, request.params.institutionId, request.params.visitId)))

  app.post('/api/credit/links', {
    schema: { operationId: 'makeRepayLink', summary: 'An address for somebody who wants to repay', tags, body: PersonOnly, response: { 201: RepayLink } },
    config: { ...own, outcomes: [NotYourPerson, NothingOwed] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => makeLink(tx, context, request.body.personId)))

  app.post('/api/credit/links/:id/end', {
    schema: { operationId: 'endRepayLink', summary: 'Close such an address', tags, params: z.object({ id: z.uuid() }), response: { 200: z.object({ id: z.uuid() }) } },
    config: { ...own, outcomes: [LinkOver] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endLink(tx, context, request.params.id)
    return { id: request.params.id }
  }))

  // Whoever holds the address is nobody we know: the code is the right to see the sum, and only the sum.
  app.get('/api/credit/links/:code', {
    schema: { operationId: 'readRepayLink', summary: 'How much is owed, for whoever holds the address', tags, params: z.object({ code: z.string().min(8).max(40) }), response: { 200: LinkPage } },
    config: { access: allow('anyone'), purpose: 'payment', outcomes: [LinkOver] },
  }, (request) => {
    const context = systemContext('credit.link', services.clock.now())
    return inTransaction(services.db, context, (tx) => linkPage(tx, context, request.params.code))
  })
}
