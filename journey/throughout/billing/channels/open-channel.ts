import type { Services } from '#platform/services.ts'
import { channelNames, type ChannelName } from '../contract.ts'
import { ChannelClosed } from '../errors.ts'
import { bankcardSides } from '../simulator/bankcard/sides.ts'
import { alipaySides } from '../simulator/alipay/keys.ts'
import { simulatedSides } from '../simulator/keys.ts'
import { alipayFromFiles, type AlipayAccount } from './alipay/account.ts'
import { alipayChannel } from './alipay/channel.ts'
import { bankcardChannel } from './bankcard/channel.ts'
import { terminalsFromFile, type BankcardAccount } from './bankcard/terminals.ts'
import { cardBooks } from './bankcard/traces.ts'
import type { Channel } from './channel.ts'
import { accountFromFiles, type WechatPayAccount } from './wechatpay/account.ts'
import { wechatPayChannel } from './wechatpay/channel.ts'

type Inside = Pick<Services, 'config' | 'pool' | 'clock' | 'db'>

// Keys are read from their files once.
let fromFiles: WechatPayAccount | undefined
let alipayKeys: AlipayAccount | undefined
let terminals: BankcardAccount | undefined

/** The channel of this installation: the real one when it is configured, the simulator in a demonstration, otherwise none. */
export async function openChannel(services: Inside, name: ChannelName): Promise<Channel> {
  const { config } = services
  const now = () => services.clock.now()
  if (name === 'wechatpay') {
    if (config.wechatPay) return wechatPayChannel((fromFiles ??= accountFromFiles(config.wechatPay, config.publicUrl)), now)
    if (config.demo) return wechatPayChannel((await simulatedSides(services)).account, now)
  }
  if (name === 'alipay') {
    if (config.alipay) return alipayChannel((alipayKeys ??= alipayFromFiles(config.alipay, config.publicUrl)), now)
    if (config.demo) return alipayChannel((await alipaySides(services)).account, now)
  }
  if (name === 'bankcard') {
    const account = await cardAccount(services)
    if (account) return bankcardChannel(account, cardBooks(services), now)
  }
  throw new ChannelClosed()
}

/** The card terminals of this installation; undefined where cards are not read. */
export async function cardAccount(services: Pick<Services, 'config' | 'pool'>): Promise<BankcardAccount | undefined> {
  const { config } = services
  if (config.bankcard) return (terminals ??= terminalsFromFile(config.bankcard))
  return config.demo ? bankcardSides(services) : undefined
}

/** Which channels this installation has; what is not configured is not offered. */
export function channelsHere({ config: { demo, wechatPay, alipay, bankcard } }: Pick<Services, 'config'>): ChannelName[] {
  const has = { wechatpay: wechatPay, alipay, bankcard }
  return channelNames.filter((name) => demo || has[name] !== undefined)
}
