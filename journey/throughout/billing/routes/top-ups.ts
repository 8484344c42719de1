import { z } from 'zod'
import { DocumentInvalid } from '#journey/throughout/people/index.ts'
import { BalanceFull, ConsentNeeded, consentByDocument, NotEnoughBalance, TopUpTooMuch, TopUpTooSmall, WalletNotYours } from '#journey/throughout/wallet/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { DocumentShown, Payment, ShowDocument, StartTopUp, TakeTopUp, Withdraw, WithdrawalPiece, WithdrawnAtWindow } from '../contract.ts'
import { NoShift, NotReturnableHere, TooLittleCash } from '../errors.ts'
import { startTopUp, takeTopUp } from '../operations/top-up.ts'
import { withdraw, withdrawAtWindow } from '../operations/withdraw.ts'
import { asPayment } from '../queries/payments.ts'
import { cashier } from '../queries/shifts.ts'
import { piecesOf, withdrawalOffer } from '../queries/withdrawal-offer.ts'
import { withdrawalsOf } from '../queries/withdrawals.ts'

const tags = ['billing', 'wallet']
const limits = [TopUpTooSmall, TopUpTooMuch, BalanceFull, WalletNotYours]

/** Money that is put aside, and money that goes back to where it came from. */
export const topUpRoutes: Routes = (app) => {
  app.post('/api/billing/top-ups', {
    schema: { operationId: 'startTopUp', summary: 'Put money aside for oneself or a relative; the answer is a payment like any other', tags, body: StartTopUp, response: { 201: Payment } },
    config: { access: allow('patient', 'cashier'), purpose: 'payment', outcomes: limits },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => asPayment(await startTopUp(tx, context, request.body))))

  app.post('/api/billing/window/top-ups', {
    schema: { operationId: 'takeTopUp', summary: 'Take cash for somebody\'s balance; answers what to give back', tags, body: TakeTopUp, response: { 201: Payment } },
    config: { access: allow('cashier'), purpose: 'payment', outcomes: [...limits, NoShift, TooLittleCash] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => asPayment(await takeTopUp(tx, context, request.body))))

  app.post('/api/billing/withdrawals', {
    schema: { operationId: 'withdraw', summary: 'Have money back that was put aside, the way it came', tags, body: Withdraw, response: { 201: z.array(WithdrawalPiece) } },
    config: { access: allow('patient'), purpose: 'payment', outcomes: [NotEnoughBalance, WalletNotYours] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const pieces = await withdraw(tx, context, request.body)
    return (await withdrawalsOf(tx, context, request.body.personId)).filter((piece) => pieces.includes(piece.refundId))
  }))

  app.post('/api/billing/window/withdrawals/document', {
    schema: { operationId: 'showDocumentForWithdrawal', summary: 'Somebody without a phone shows an identity document: what this window may give back', tags, body: ShowDocument, response: { 200: DocumentShown } },
    config: { access: allow('cashier'), purpose: 'payment', outcomes: [DocumentInvalid] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { personId, document } = request.body
    const accepted = await consentByDocument(tx, context, personId, document)
    return { accepted, offer: accepted ? await withdrawalOffer(tx, context, personId) : null }
  }))

  app.post('/api/billing/window/withdrawals', {
    schema: { operationId: 'withdrawAtWindow', summary: 'Give back what came in at this hospital, each to its source; above the limit a second person decides first', tags, body: Withdraw, response: { 201: WithdrawnAtWindow } },
    config: { access: allow('cashier'), purpose: 'payment', outcomes: [ConsentNeeded, NotEnoughBalance, NotReturnableHere] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const made = await withdrawAtWindow(tx, context, request.body)
    return { ...made, pieces: await piecesOf(tx, cashier(context).institutionId, made.requestId) }
  }))

  app.get('/api/billing/withdrawals', {
    schema: { operationId: 'listWithdrawals', summary: 'What was asked back in the last year, and how far it is', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(WithdrawalPiece) } },
    config: { access: allow('patient'), purpose: 'payment', outcomes: [WalletNotYours] },
  }, (request) => query(request, (tx, context) => withdrawalsOf(tx, context, request.query.personId)))
}
