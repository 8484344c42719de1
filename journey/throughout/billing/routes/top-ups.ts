import { z } from 'zod'
import { BalanceFull, NotEnoughBalance, TopUpTooMuch, TopUpTooSmall, WalletNotYours } from '#journey/throughout/wallet/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Payment, StartTopUp, TakeTopUp, Withdraw, WithdrawalPiece } from '../contract.ts'
import { NoShift, TooLittleCash } from '../errors.ts'
import { startTopUp, takeTopUp } from '../operations/top-up.ts'
import { withdraw } from '../operations/withdraw.ts'
import { asPayment } from '../queries/payments.ts'
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

  app.get('/api/billing/withdrawals', {
    schema: { operationId: 'listWithdrawals', summary: 'What was asked back in the last year, and how far it is', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(WithdrawalPiece) } },
    config: { access: allow('patient'), purpose: 'payment', outcomes: [WalletNotYours] },
  }, (request) => query(request, (tx, context) => withdrawalsOf(tx, context, request.query.personId)))
}
