import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { CallbackRefused } from '../errors.ts'
import { paymentRow } from '../queries/payments.ts'
import { believe } from './check-payment.ts'
import { refundSucceeded } from './carry-out-refund.ts'
import { accountOf, idOf, openChannel } from './open-channel.ts'
import { readCallback, type ChannelMessage } from './wechatpay/callback.ts'

export interface Received {
  readonly headers: (name: string) => string | undefined
  /** As it came: the signature is about its bytes. */
  readonly body: string
  /** The institution in the address. */
  readonly addressedTo: number | undefined
}

/**
 * A message of the channel. It is believed only when signature, time and seal are right, and it may come late, twice, or in
 * any order: it says what happened, and what has been noted before is not noted again. Throws {@link CallbackRefused}.
 */
export async function receiveCallback(services: Services, { headers, body, addressedTo }: Received): Promise<void> {
  const message = readCallback(await accountOf(services), headers, body, services.clock.now())
  if (!message) throw new CallbackRefused()
  if (message.kind === 'other') return
  const institutionId = institutionOf(message, addressedTo)
  const paymentId = idOf(message.kind === 'payment' ? message.trade.out_trade_no : message.refund.out_trade_no)
  if (institutionId === undefined || !paymentId) throw new CallbackRefused()
  const at = systemContext('billing.callback', services.clock.now())
  const payment = await inTransaction(services.db, at, (tx) => paymentRow(tx, institutionId, paymentId))
  if (message.kind === 'payment') await believe(services, await openChannel(services), payment, message.trade)
  else if (message.refund.refund_status === 'SUCCESS') {
    await refundSucceeded(services, { institutionId, refundId: idOf(message.refund.out_refund_no)! }, message.refund.refund_id)
  }
  await inTransaction(services.db, at, (tx) => sql`insert into billing.channel_message (institution_id, id, channel, kind, received_at, payment_id)
    values (${institutionId}, ${message.id}, 'wechatpay', ${message.kind}, ${at.now}, ${paymentId}) on conflict do nothing`.execute(tx))
}

/** A payment carries our hospital with it; a refund's message came to an address of its own. What is not there is then not found. */
function institutionOf(message: Exclude<ChannelMessage, { kind: 'other' }>, addressedTo: number | undefined): number | undefined {
  if (message.kind === 'refund') return addressedTo
  return /^\d{1,9}$/.test(message.trade.attach ?? '') ? Number(message.trade.attach) : undefined
}
