import type { Pool } from 'pg'
import { z } from 'zod'
import type { Services } from '#platform/services.ts'
import type { Bank } from '../bank/bank.ts'
import { readBankFile, resultFile, type BankResult } from '../files/bank-file.ts'

/** How the simulated bank behaves; a demonstration and the tests make it slow, or let it refuse. */
const Settings = z.object({
  /** How long it takes to execute what it was told. */
  delaySeconds: z.int().min(0).max(86_400),
  /** Accounts for which the next instruction is refused; one that is told again is executed. */
  refuseOnce: z.array(z.string().max(40)).max(100),
  reason: z.string().max(200),
})
export type BankBehaviour = z.infer<typeof Settings>
export const BankBehaviourChange = Settings.partial()

const wellBehaved: BankBehaviour = { delaySeconds: 0, refuseOnce: [], reason: '收款账户名称不符' }

type Queries = Pick<Pool, 'query'>

export async function bankBehaviour(pool: Queries): Promise<BankBehaviour> {
  const { rows } = await pool.query<{ settings: object }>('select settings from simulator.bank_behaviour')
  return Settings.parse({ ...wellBehaved, ...rows[0]?.settings })
}

export async function behaveAsBank(pool: Queries, change: z.infer<typeof BankBehaviourChange>): Promise<BankBehaviour> {
  const next = Settings.parse({ ...(await bankBehaviour(pool)), ...change })
  await pool.query('insert into simulator.bank_behaviour (settings) values ($1) on conflict (one) do update set settings = excluded.settings', [JSON.stringify(next)])
  return next
}

/** A bank in a table: it executes what it is told after its delay, each instruction once, or refuses it. */
export function simulatedBank({ pool, clock }: Pick<Services, 'pool' | 'clock'>): Bank {
  return {
    async hand(file) {
      const orders = readBankFile(file)
      if (!orders) throw new Error('the bank does not accept this file')
      const { delaySeconds, refuseOnce, reason } = await bankBehaviour(pool)
      const now = clock.now()
      const left = new Set(refuseOnce)
      for (const order of orders) {
        const refusing = [order.payerAccount, order.payeeAccount].find((account) => left.has(account))
        const { rowCount } = await pool.query(
          `insert into simulator.bank_order (id, payer_account, payee_account, amount_cents, received_at, due_at, refused) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
          [order.id, order.payerAccount, order.payeeAccount, order.cents, now, new Date(now.getTime() + delaySeconds * 1000), refusing ? reason : ''],
        )
        if (rowCount && refusing) left.delete(refusing)
      }
      if (left.size < refuseOnce.length) await behaveAsBank(pool, { refuseOnce: [...left] })
    },
    async results(ids) {
      const { rows } = await pool.query<{ id: string; due_at: Date; refused: string }>(
        'select id, due_at, refused from simulator.bank_order where id = any ($1::uuid[]) and due_at <= $2 order by due_at, id', [ids, clock.now()])
      return resultFile(rows.map((row): BankResult => ({ id: row.id, state: row.refused ? 'refused' : 'executed', at: row.due_at, reason: row.refused })))
    },
  }
}
