import type { Pool } from 'pg'
import { z } from 'zod'

const Infnos = z.array(z.string().length(4)).max(20)

/** How the simulated insurer behaves; a demonstration and the tests make it slow, deaf, mute, unwilling or a liar. */
const Settings = z.object({
  /** Nobody hears an answer, and the work is done only so much later. */
  delaySeconds: z.int().min(0).max(3600),
  delayOn: Infnos,
  /** The message never arrives. */
  deafOn: Infnos,
  /** The work is done, and the answer is lost. */
  dropAnswersOn: Infnos,
  /** The network brings the message twice. */
  duplicateOn: Infnos,
  refuseOn: Infnos,
  /** The fund's part of an answer is another than in its books: by so many cents, and with or without a sum that fits. */
  lieOn: Infnos,
  lieCents: z.int().min(-1_000_000).max(1_000_000),
  lieAddsUp: z.boolean(),
  /** Its rules: what of the recognised amount the fund bears, what must be borne first in a year, what it bears at most in a year. */
  poolShareBp: z.int().min(0).max(10_000),
  deductibleCents: z.int().min(0),
  fundMostCents: z.int().min(0),
  /** What a personal account holds when it is first seen. */
  accountCents: z.int().min(0),
})
export type Behaviour = z.infer<typeof Settings>
export const BehaviourChange = Settings.partial()

export const wellBehaved: Behaviour = {
  delaySeconds: 0, delayOn: [], deafOn: [], dropAnswersOn: [], duplicateOn: [], refuseOn: [], lieOn: [], lieCents: 0, lieAddsUp: true,
  poolShareBp: 10_000, deductibleCents: 0, fundMostCents: 1_000_000_000, accountCents: 30_000,
}

export async function behaviourOf(pool: Pick<Pool, 'query'>): Promise<Behaviour> {
  const { rows } = await pool.query<{ settings: unknown }>('select settings from simulator.insurer_behaviour')
  return Settings.parse({ ...wellBehaved, ...(rows[0]?.settings as object | undefined) })
}

export async function behave(pool: Pick<Pool, 'query'>, change: z.infer<typeof BehaviourChange>): Promise<Behaviour> {
  const next = Settings.parse({ ...(await behaviourOf(pool)), ...change })
  await pool.query(`insert into simulator.insurer_behaviour (settings) values ($1) on conflict (one) do update set settings = excluded.settings`, [JSON.stringify(next)])
  return next
}
