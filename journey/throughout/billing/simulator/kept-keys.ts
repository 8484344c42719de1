import type { Pool } from 'pg'

type Keys = Readonly<Record<string, string>>

const kept = new WeakMap<Pool, Map<string, Promise<Keys>>>()

/** The keys of a simulated channel: made at the first use and kept in the database, for every process. */
export async function keptKeys(pool: Pool, channel: 'alipay' | 'bankcard', make: () => Keys): Promise<Keys> {
  const all = kept.get(pool) ?? new Map<string, Promise<Keys>>()
  kept.set(pool, all)
  const loading = all.get(channel) ?? load(pool, channel, make)
  all.set(channel, loading)
  return loading.catch((error: unknown) => {
    all.delete(channel)
    throw error
  })
}

async function load(pool: Pool, channel: string, make: () => Keys): Promise<Keys> {
  const read = async () => (await pool.query<{ settings: Keys }>(`select settings from simulator.channel_setting where channel = $1 and name = 'keys'`, [channel])).rows[0]?.settings
  const found = await read()
  if (found) return found
  // Another process may have been faster: the first row counts.
  await pool.query(`insert into simulator.channel_setting (channel, name, settings) values ($1, 'keys', $2) on conflict do nothing`, [channel, JSON.stringify(make())])
  return (await read())!
}
