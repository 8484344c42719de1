import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { Services } from '#platform/services.ts'
import type { WechatPayAccount } from '../channels/wechatpay/account.ts'
import { behaviourOf } from './behaviour.ts'

interface KeySettings {
  readonly merchantKey: string
  readonly platformKey: string
  readonly apiKey: string
  readonly strangersKey?: string
}

export interface Sides {
  /** What the merchant knows: its own key, and the platform's public one. */
  readonly account: WechatPayAccount
  /** What the platform knows. */
  readonly platformKey: KeyObject
  readonly platformSerial: string
  /** Anybody's key: what a liar signs with. */
  readonly strangersKey: KeyObject
  readonly merchantPublicKey: KeyObject
}

export const MERCHANT = '1900000109'
const kept = new WeakMap<Pool, Promise<KeySettings>>()

/** Both sides of the simulated channel. The keys are made at the first use and kept in the database, for every process. */
export async function simulatedSides({ pool, config }: Pick<Services, 'pool' | 'config'>): Promise<Sides> {
  const loading = kept.get(pool) ?? loadKeys(pool)
  kept.set(pool, loading)
  const settings = await loading.catch((error: unknown) => {
    kept.delete(pool)
    throw error
  })
  const address = (await behaviourOf(pool)).address ?? ownAddress(config)
  const merchantKey = createPrivateKey(settings.merchantKey)
  const platformKey = createPrivateKey(settings.platformKey)
  return {
    platformKey, platformSerial: 'PUB_KEY_ID_SIMULATED', merchantPublicKey: createPublicKey(merchantKey),
    // A liar of an installation whose keys are older has to do with the merchant's.
    strangersKey: createPrivateKey(settings.strangersKey ?? settings.merchantKey),
    account: {
      url: `${address}/simulator/wechatpay`, notifyUrl: `${address}/api/billing/wechatpay/notify`, appId: 'wx0000000000000000', merchantId: MERCHANT,
      merchantSerial: 'SIMULATED', privateKey: merchantKey, platformKey: createPublicKey(platformKey), apiKey: Buffer.from(settings.apiKey),
    },
  }
}

/** How this machine reaches itself. */
export function ownAddress({ host, port }: Services['config']): string {
  const name = host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function loadKeys(pool: Pool): Promise<KeySettings> {
  const read = async () => (await pool.query<{ settings: KeySettings }>('select settings from simulator.wechatpay_key')).rows[0]?.settings
  const found = await read()
  if (found) return found
  const make = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const made = { merchantKey: make(), platformKey: make(), strangersKey: make(), apiKey: randomBytes(16).toString('hex') }
  // Another process may have been faster: the first row counts.
  await pool.query('insert into simulator.wechatpay_key (merchant_id, settings) values ($1, $2) on conflict do nothing', [MERCHANT, JSON.stringify(made)])
  return (await read())!
}
