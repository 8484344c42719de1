import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { carryOutRefund } from './channels/carry-out-refund.ts'
import { checkPayment } from './channels/check-payment.ts'
import { sendDueNotices } from './simulator/alipay/notices.ts'
import { sendDueCallbacks } from './simulator/callbacks.ts'

interface Due {
  readonly institutionId: number
  readonly id: string
}

/** What is open and due to be asked about, oldest first. */
async function due({ db, clock }: Services, table: 'payment' | 'refund'): Promise<Due[]> {
  const at = systemContext('billing.resolver', clock.now())
  const { rows } = await inTransaction(db, at, (tx) => sql<Due>`select institution_id as "institutionId", id from ${sql.table(`billing.${table}`)}
    where next_check_at <= ${at.now} order by next_check_at limit 40`.execute(tx))
  return rows
}

/** One that fails must not keep the others waiting. */
async function each(services: Services, dues: readonly Due[], work: (one: Due) => Promise<void>): Promise<void> {
  const left = [...dues]
  const hand = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      await work(one).catch((error: unknown) => services.log.error({ err: error, id: one.id }, 'the channel could not be asked'))
    }
  }
  await Promise.all([hand(), hand(), hand(), hand()])
}

/** Finds out what became of every payment and every refund that is open. */
export async function resolveOpen(services: Services): Promise<void> {
  await each(services, await due(services, 'payment'), ({ institutionId, id }) => checkPayment(services, { institutionId, paymentId: id }))
  await each(services, await due(services, 'refund'), ({ institutionId, id }) => carryOutRefund(services, { institutionId, refundId: id }))
}

export const tasks: readonly Task[] = [
  { name: 'billing.resolve-open', everySeconds: 2, run: resolveOpen },
  {
    name: 'billing.simulated-callbacks',
    everySeconds: 1,
    async run(services) {
      if (services.config.demo && !services.config.wechatPay) await sendDueCallbacks(services)
      if (services.config.demo && !services.config.alipay) await sendDueNotices(services)
    },
  },
]
