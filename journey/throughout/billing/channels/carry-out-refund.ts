import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { isChannelName } from '../contract.ts'
import { finishRefund } from '../operations/finish-refund.ts'
import { withdrawalRefused } from '../operations/withdraw.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { refundRow, type RefundRow } from '../queries/refunds.ts'
import { tradeNo, type RefundOutcome } from './channel.ts'
import { answerOf } from './check-payment.ts'
import { openChannel } from './open-channel.ts'

export interface RefundKey {
  readonly institutionId: number
  readonly refundId: string
}

const at = ({ clock }: Services) => systemContext('billing.channel', clock.now())

const read = (services: Services, { institutionId, refundId }: RefundKey) =>
  inTransaction(services.db, at(services), (tx) => refundRow(tx, institutionId, refundId))

/**
 * Asks the channel to send the money back, or how far it is. The refund's own number makes every further try the same refund,
 * so it is asked until it is done; only a clear no leaves it to a person at the window.
 */
export async function carryOutRefund(services: Services, key: RefundKey): Promise<void> {
  const refund = await read(services, key)
  if (!isChannelName(refund.channel) || (refund.state !== 'created' && refund.state !== 'processing')) return
  const channel = await openChannel(services, refund.channel)
  const names = { institutionId: refund.institutionId, orderNo: tradeNo(refund.paymentId), refundNo: tradeNo(refund.id) }
  const answer = await answerOf(refund.state === 'processing' ? channel.queryRefund(names) : channel.refund({
    ...names, reason: refund.reason, cents: refund.amountCents, totalCents: refund.paymentCents,
  }))
  if ('fault' in answer) return later(services, refund, answer.mayPass ? refund.state : 'failed')
  await heardOfRefund(services, refund, answer)
}

/** Acts on what the channel says about a refund, asked or unasked. Another amount than was owed is not believed. */
export async function heardOfRefund(services: Services, refund: RefundRow, outcome: RefundOutcome): Promise<void> {
  if (outcome.state === 'done') {
    if (outcome.cents === refund.amountCents) return refundSucceeded(services, refund, outcome.providerNo)
    services.log.error({ refundId: refund.id, outcome }, 'the channel reports a refund that is not what was asked for')
    return later(services, refund, refund.state)
  }
  await later(services, refund, outcome.state === 'processing' ? 'processing' : outcome.state === 'absent' ? 'created' : 'failed')
}

async function refundSucceeded(services: Services, { institutionId, id }: RefundRow, providerNo: string): Promise<void> {
  await inTransaction(services.db, at(services), (tx) => finishRefund(tx, at(services), { institutionId, refundId: id, providerNo }))
}

async function later(services: Services, refund: RefundRow, state: RefundRow['state']): Promise<void> {
  const { now } = at(services)
  const wait = Math.min(300, 5 * 2 ** refund.checks)
  const next = state === 'failed' ? null : new Date(now.getTime() + wait * 1000)
  if (state === 'failed') services.log.error({ refundId: refund.id }, 'the channel refused a refund')
  await inTransaction(services.db, at(services), async (tx) => {
    await lockedBill(tx, refund.institutionId, refund.billId)
    const { rows } = await sql`update billing.refund set state = ${state}, checks = checks + 1, next_check_at = ${next}
      where institution_id = ${refund.institutionId} and id = ${refund.id} and state in ('created', 'processing') returning id`.execute(tx)
    if (rows.length > 0 && state === 'failed') await withdrawalRefused(tx, at(services), refund)
  })
}
