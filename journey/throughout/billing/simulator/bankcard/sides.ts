import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Services } from '#platform/services.ts'
import type { BankcardAccount, Terminal } from '../../channels/bankcard/terminals.ts'
import { behaviourOf } from '../behaviour.ts'
import { keptKeys } from '../kept-keys.ts'
import { ownAddress } from '../keys.ts'

export const MERCHANT = '898310080620001'
const ID = /^(\d{6})([WK])([0-9A-Z])$/

/** The merchant of a demonstration: every hospital has four readers at windows, and one at every machine. Their keys follow from one. */
export async function bankcardSides({ pool, config }: Pick<Services, 'pool' | 'config'>): Promise<BankcardAccount> {
  const keys = await keptKeys(pool, 'bankcard', () => ({ terminals: randomBytes(32).toString('hex') }))
  const address = (await behaviourOf(pool, 'bankcard')).address ?? ownAddress(config)
  const terminal = (id: string): Terminal | undefined => {
    const parts = ID.exec(id)
    if (!parts) return undefined
    return {
      id, institutionId: Number(parts[1]), place: parts[2] === 'W' ? 'window' : 'kiosk', name: parts[3]!, key: createHmac('sha256', keys['terminals']!).update(id).digest(),
    }
  }
  const idOf = (institutionId: number, place: string, name: string) => `${String(institutionId).padStart(6, '0')}${place}${name}`
  return {
    url: `${address}/simulator/bankcard`, merchantId: MERCHANT, terminal, first: terminal('000000W1'),
    windows: (institutionId) => ['1', '2', '3', '4'].flatMap((name) => terminal(idOf(institutionId, 'W', name)) ?? []),
    atMachine: (institutionId, machine) => terminal(idOf(institutionId, 'K', (createHash('md5').update(machine).digest()[0]! % 36).toString(36).toUpperCase())),
  }
}
