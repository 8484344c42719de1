import type { Pool } from 'pg'
import { z } from 'zod'

/** How the simulated channel behaves; a demonstration and the tests make it slow, doubled, deaf or mute. */
const Settings = z.object({
  callbackDelaySeconds: z.int().min(0).max(3600),
  callbackCopies: z.int().min(1).max(5),
  dropCallbacks: z.boolean(),
  /** Every question is answered with a failure, though the act itself is done. */
  answersFail: z.boolean(),
  /** Where the simulator is reached, when it is not this process's own address. */
  address: z.url().nullable(),
})
export type Behaviour = z.infer<typeof Settings>
export const BehaviourChange = Settings.partial()
type Change = z.infer<typeof BehaviourChange>

const wellBehaved: Behaviour = { callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, answersFail: false, address: null }

export async function behaviourOf(pool: Pick<Pool, 'query'>): Promise<Behaviour> {
  const { rows } = await pool.query<{ settings: unknown }>('select settings from simulator.wechatpay_behaviour')
  return Settings.parse({ ...wellBehaved, ...(rows[0]?.settings as object | undefined) })
}

export async function behave(pool: Pick<Pool, 'query'>, change: Change): Promise<Behaviour> {
  const next = Settings.parse({ ...(await behaviourOf(pool)), ...change })
  await pool.query(
    `insert into simulator.wechatpay_behaviour (settings) values ($1) on conflict (one) do update set settings = excluded.settings`,
    [JSON.stringify(next)],
  )
  return next
}
