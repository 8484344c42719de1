import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { finishRefund } from '../operations/finish-refund.ts'
import { refundRow, type RefundRow } from '../queries/refunds.ts'
import { answerOf } from './check-payment.ts'
import { openChannel, tradeNo } from './open-channel.ts'

export interface RefundKey {
  readonly institutionId: number
  readonly refundId: string
}

const at = ({ clock }: Services) => systemContext('billing.channel', clock.now())

/** Refusals that time may cure: the channel is busy, or waits for money of its own. */
const PASSING = new Set(['SYSTEM_ERROR', 'FREQUENCY_LIMITED', 'NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL'])

/**
 * Asks the channel to send the money back, or how far it is. The refund's own number makes every further try the same refund,
 * so it is asked until it is done; only a clear no leaves it to a person at the window.
 */
export async function carryOutRefund(services: Services, key: RefundKey): Promise<void> {
  const refund = await inTransaction(services.db, at(services), (tx) => refundRow(tx, key.institutionId, key.refundId))
  if (refund.channel !== 'wechatpay' || (refund.state !== 'created' && refund.state !== 'processing')) return
  const channel = await openChannel(services)
  const refundNo = tradeNo(refund.id)
  const answer = await answerOf(refund.state === 'processing' ? channel.queryRefund(refundNo) : channel.refund({
    institutionId: refund.institutionId, tradeNo: tradeNo(refund.paymentId), refundNo, reason: refund.reason, cents: refund.amountCents, totalCents: refund.paymentCents,
  }))
  if ('fault' in answer) return later(services, refund, answer.silent || PASSING.has(answer.fault) ? refund.state : 'failed')
  if (answer.status === 'SUCCESS') return refundSucceeded(services, key, answer.refund_id)
  await later(services, refund, answer.status === 'PROCESSING' ? 'processing' : 'failed')
}

export async function refundSucceeded(services: Services, key: RefundKey, providerNo: string): Promise<void> {
  await inTransaction(services.db, at(services), (tx) => finishRefund(tx, at(services), { ...key, providerNo }))
}

async function later(services: Services, refund: RefundRow, state: RefundRow['state']): Promise<void> {
  const { now } = at(services)
  const wait = Math.min(300, 5 * 2 ** refund.checks)
  const next = state === 'failed' ? null : new Date(now.getTime() + wait * 1000)
  if (state === 'failed') services.log.error({ refundId: refund.id }, 'the channel refused a refund')
  await inTransaction(services.db, at(services), (tx) => sql`update billing.refund set state = ${state}, checks = checks + 1, next_check_at = ${next}
    where institution_id = ${refund.institutionId} and id = ${refund.id} and state in ('created', 'processing')`.execute(tx))
}
