import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { Balance, ConsentCode, Limits, Redeemed, RedeemCode, Statement, StatementQuery } from './contract.ts'
import { ConsentNeeded, WalletNotYours } from './errors.ts'
import { issueConsentCode, redeemConsentCode } from './operations/consent.ts'
import { balanceFor } from './queries/balance.ts'
import { statementFor } from './queries/statement.ts'
import { limitsAt } from './rules.ts'
import { statementSheet } from './statement-sheet.ts'

const tags = ['wallet']
const owner = { access: allow('patient'), purpose: 'payment', outcomes: [WalletNotYours] }
const window = { access: allow('cashier', 'registrar'), purpose: 'payment' }
const OfPerson = z.object({ personId: z.uuid() })

/** What a person has in the region's keeping, how it came and went, and who may look at a window. */
export const routes: Routes = (app) => {
  app.get('/api/wallet/balance', {
    schema: { operationId: 'readBalance', summary: 'What one has, good at every hospital', tags, querystring: OfPerson, response: { 200: Balance } },
    config: owner,
  }, (request) => query(request, (tx, context) => balanceFor(tx, context, request.query.personId)))

  app.get('/api/wallet/limits', {
    schema: { operationId: 'readWalletLimits', summary: 'How much may be topped up', tags, response: { 200: Limits } },
    config: { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment' },
  }, (request) => query(request, (tx, context) => limitsAt(tx, context.now)))

  app.get('/api/wallet/statement', {
    schema: { operationId: 'readStatement', summary: 'Every line of a balance between two days', tags, querystring: StatementQuery, response: { 200: Statement } },
    config: owner,
  }, (request) => query(request, (tx, context) => statementFor(tx, context, request.query)))

  app.get('/api/wallet/statement.xlsx', {
    schema: { operationId: 'exportStatement', summary: 'The same for a spreadsheet', tags, querystring: StatementQuery },
    config: owner,
  }, async (request, reply) => {
    const statement = await query(request, (tx, context) => statementFor(tx, context, request.query))
    const { from, to } = request.query
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="balance-${from}-${to}.xlsx"`).send(await statementSheet(statement, languageOf(request.headers)))
  })

  app.post('/api/wallet/consent-codes', {
    schema: { operationId: 'issueConsentCode', summary: 'Six figures that let a window take one payment from the balance', tags, body: OfPerson, response: { 201: ConsentCode } },
    config: owner,
  }, (request, reply) => command(request, reply, 201, (tx, context) => issueConsentCode(tx, context, request.body.personId)))

  app.post('/api/wallet/window/consents', {
    schema: { operationId: 'redeemConsentCode', summary: 'The window types what the person shows; right, it sees the balance', tags, body: RedeemCode, response: { 200: Redeemed } },
    config: { ...window, outcomes: [WalletNotYours], rateLimit: { max: 30, timeWindow: '1 minute' } },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const accepted = await redeemConsentCode(tx, context, request.body)
    return { accepted, balance: accepted ? await balanceFor(tx, context, request.body.personId) : null }
  }))

  app.get('/api/wallet/window/persons/:personId/balance', {
    schema: { operationId: 'readBalanceAtWindow', summary: 'The balance of somebody who has shown their code', tags, params: OfPerson, response: { 200: Balance } },
    config: { ...window, outcomes: [ConsentNeeded] },
  }, (request) => query(request, (tx, context) => balanceFor(tx, context, request.params.personId)))
}
