import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import type { ChannelName } from '../contract.ts'
import { CallbackRefused } from '../errors.ts'
import { paymentRow } from '../queries/payments.ts'
import { refundRow } from '../queries/refunds.ts'
import { carryOutRefund, heardOfRefund } from './carry-out-refund.ts'
import { idOf, type Received } from './channel.ts'
import { believe } from './check-payment.ts'
import { openChannel } from './open-channel.ts'

/**
 * A message of a channel. It is believed only when signature, time and seal are right, and it may come late, twice, or in
 * any order: it says what happened, and what has been noted before is not noted again. Throws {@link CallbackRefused}.
 */
export async function receiveCallback(services: Services, name: ChannelName, received: Received): Promise<void> {
  const channel = await openChannel(services, name)
  const message = channel.readCallback(received)
  if (!message) throw new CallbackRefused()
  if (message.kind === 'other') return
  const { institutionId } = message
  const paymentId = idOf(message.orderNo)
  if (!paymentId) throw new CallbackRefused()
  const at = systemContext('billing.callback', services.clock.now())
  const payment = await inTransaction(services.db, at, (tx) => paymentRow(tx, institutionId, paymentId))
  // A payment that goes another way is nothing this channel can speak of.
  if (payment.channel !== name) throw new CallbackRefused()
  if (message.kind === 'payment') await believe(services, channel, payment, message.trade)
  else {
    const refundId = idOf(message.refundNo)
    if (!refundId) throw new CallbackRefused()
    const refund = await inTransaction(services.db, at, (tx) => refundRow(tx, institutionId, refundId))
    if (refund.paymentId !== paymentId) throw new CallbackRefused()
    // What is no success is a reason to ask.
    if (message.outcome.state === 'done') await heardOfRefund(services, refund, message.outcome)
    else await carryOutRefund(services, { institutionId, refundId })
  }
  await inTransaction(services.db, at, (tx) => sql`insert into billing.channel_message (institution_id, id, channel, kind, received_at, payment_id)
    values (${institutionId}, ${message.id}, ${name}, ${message.kind}, ${at.now}, ${paymentId}) on conflict do nothing`.execute(tx))
}
