import type { Services } from '#platform/services.ts'
import { ChannelClosed } from '../errors.ts'
import { simulatedSides } from '../simulator/keys.ts'
import { accountFromFiles, type WechatPayAccount } from './wechatpay/account.ts'
import { wechatPay, type WechatPay } from './wechatpay/client.ts'

type Inside = Pick<Services, 'config' | 'pool' | 'clock'>

let fromFiles: WechatPayAccount | undefined

/** The channel of this installation: the real one when it is configured, the simulator in a demonstration, otherwise none. */
export async function openChannel(services: Inside): Promise<WechatPay> {
  return wechatPay(await accountOf(services), () => services.clock.now())
}

export async function accountOf(services: Inside): Promise<WechatPayAccount> {
  const { config } = services
  if (config.wechatPay) return (fromFiles ??= accountFromFiles(config.wechatPay, config.publicUrl))
  if (!config.demo) throw new ChannelClosed()
  return (await simulatedSides(services)).account
}

/** The number the channel knows a payment or a refund by: our id without its hyphens, and back. */
export function tradeNo(id: string): string {
  return id.replaceAll('-', '')
}

export function idOf(tradeNumber: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tradeNumber)
  return parts?.slice(1).join('-')
}
