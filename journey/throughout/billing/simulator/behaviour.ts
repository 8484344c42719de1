import type { Pool } from 'pg'
import { z } from 'zod'
import type { ChannelName } from '../contract.ts'

/** How a simulated channel behaves; a demonstration and the tests make it slow, doubled, out of order, deaf, mute or a liar. */
const Settings = z.object({
  /** How late it calls back; a card terminal decides that much later. */
  callbackDelaySeconds: z.int().min(0).max(3600),
  callbackCopies: z.int().min(1).max(5),
  dropCallbacks: z.boolean(),
  /** Callbacks leave in any order but the right one. */
  shuffleCallbacks: z.boolean(),
  /** Every question is answered with a failure, though the act itself is done. */
  answersFail: z.boolean(),
  /** Nothing that is asked arrives. */
  requestsLost: z.boolean(),
  /** What it says is not what was ordered, not for this merchant, or not signed by the channel. */
  lie: z.enum(['none', 'amount', 'merchant', 'signature']),
  /** So many of a thousand lines of a day's statement are wrong; the same seed spoils the same ones. */
  statementFaults: z.object({ perThousand: z.int().min(0).max(1000), seed: z.int() }),
  /** Where the simulator is reached, when it is not this process's own address. */
  address: z.url().nullable(),
})
export type Behaviour = z.infer<typeof Settings>
export const BehaviourChange = Settings.partial()
type Change = z.infer<typeof BehaviourChange>
type Database = Pick<Pool, 'query'>

const wellBehaved: Behaviour = {
  callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, shuffleCallbacks: false, answersFail: false, requestsLost: false, lie: 'none',
  statementFaults: { perThousand: 0, seed: 1 }, address: null,
}

export async function behaviourOf(pool: Database, channel: ChannelName = 'wechatpay'): Promise<Behaviour> {
  const { rows } = channel === 'wechatpay'
    ? await pool.query<{ settings: unknown }>('select settings from simulator.wechatpay_behaviour')
    : await pool.query<{ settings: unknown }>(`select settings from simulator.channel_setting where channel = $1 and name = 'behaviour'`, [channel])
  return Settings.parse({ ...wellBehaved, ...(rows[0]?.settings as object | undefined) })
}

export async function behave(pool: Database, change: Change, channel: ChannelName = 'wechatpay'): Promise<Behaviour> {
  const next = Settings.parse({ ...(await behaviourOf(pool, channel)), ...change })
  if (channel === 'wechatpay') {
    await pool.query(`insert into simulator.wechatpay_behaviour (settings) values ($1) on conflict (one) do update set settings = excluded.settings`, [JSON.stringify(next)])
  } else {
    await pool.query(
      `insert into simulator.channel_setting (channel, name, settings) values ($1, 'behaviour', $2) on conflict (channel, name) do update set settings = excluded.settings`,
      [channel, JSON.stringify(next)],
    )
  }
  return next
}
