import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { Services } from '#platform/services.ts'
import type { AlipayAccount } from '../../channels/alipay/account.ts'
import { behaviourOf } from '../behaviour.ts'
import { ownAddress } from '../keys.ts'
import { keptKeys } from '../kept-keys.ts'

export interface AlipaySides {
  /** What the merchant knows. */
  readonly account: AlipayAccount
  /** What Alipay knows, and what a liar signs with. */
  readonly alipayKey: KeyObject
  readonly strangersKey: KeyObject
  readonly appPublicKey: KeyObject
}

/** Both sides of the simulated Alipay, made at the first use. */
export async function alipaySides({ pool, config }: Pick<Services, 'pool' | 'config'>): Promise<AlipaySides> {
  const keys = await keysOf(pool)
  const address = (await behaviourOf(pool, 'alipay')).address ?? ownAddress(config)
  const appKey = createPrivateKey(keys['app']!)
  const alipayKey = createPrivateKey(keys['alipay']!)
  return {
    alipayKey, strangersKey: createPrivateKey(keys['stranger']!), appPublicKey: createPublicKey(appKey),
    account: {
      url: `${address}/simulator/alipay/gateway.do`, notifyUrl: `${address}/api/billing/alipay/notify`, appId: '2021000000000000', sellerId: '2088000000000000',
      privateKey: appKey, alipayKey: createPublicKey(alipayKey),
    },
  }
}

const keysOf = (pool: Pool) => keptKeys(pool, 'alipay', () => ({ app: newKey(), alipay: newKey(), stranger: newKey() }))

function newKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}
