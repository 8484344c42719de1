import type { Pool } from 'pg'
import { newKeys } from '../protocol/signing.ts'

export interface Keys {
  readonly hospital: { privateKey: string; publicKey: string }
  readonly insurer: { privateKey: string; publicKey: string }
}

const known = new WeakMap<object, Promise<Keys>>()

/** Both sides' keys: the first process that needs them makes them, and all use the same. */
export function simulatedKeys(pool: Pick<Pool, 'query'>): Promise<Keys> {
  let keys = known.get(pool)
  if (!keys) {
    keys = readOrMake(pool)
    keys.catch(() => known.delete(pool))
    known.set(pool, keys)
  }
  return keys
}

async function readOrMake(pool: Pick<Pool, 'query'>): Promise<Keys> {
  await pool.query('insert into simulator.insurer_key (settings) select $1 where not exists (select from simulator.insurer_key) on conflict do nothing', [JSON.stringify({ hospital: newKeys(), insurer: newKeys() })])
  const { rows } = await pool.query<{ settings: Keys }>('select settings from simulator.insurer_key')
  return rows[0]!.settings
}
