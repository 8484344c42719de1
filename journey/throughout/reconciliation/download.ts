import { channelStatement } from '#journey/throughout/billing/index.ts'
import { insurerStatement } from '#journey/throughout/insurance/index.ts'
import type { Services } from '#platform/services.ts'
import { statementChannels, type StatementChannel } from './contract.ts'
import { NotForDownload } from './errors.ts'

export interface Downloaded {
  readonly fileName: string
  readonly bytes: Uint8Array
}

/** The channels whose statement can be fetched. The insurer's is, where it is simulated; a real one is fetched by hand from its site. */
export function downloadable({ config }: Services): StatementChannel[] {
  const can: Readonly<Record<StatementChannel, boolean>> = {
    wechatpay: config.demo || !!config.wechatPay, alipay: config.demo || !!config.alipay, bankcard: config.demo, insurance: config.demo,
  }
  return statementChannels.filter((channel) => can[channel])
}

/** A channel's statement of a day. Throws {@link NotForDownload} where the channel has none, or does not answer. */
export async function downloadStatement(services: Services, institutionId: number, { channel, day }: { channel: StatementChannel; day: string }): Promise<Downloaded> {
  const file = channel === 'insurance' ? await fromInsurer(services, institutionId, day) : await channelStatement(services, channel, day).catch((error: unknown) => {
    services.log.warn({ err: error, channel, day }, 'a statement could not be fetched')
    return undefined
  })
  if (!file) throw new NotForDownload({ channel, day })
  return { fileName: file.name, bytes: Buffer.from(file.text) }
}

async function fromInsurer(services: Services, institutionId: number, day: string): Promise<{ name: string; text: string } | undefined> {
  const text = await insurerStatement(services, { institutionId, day })
  return text === undefined ? undefined : { name: `insurance-${day}.txt`, text }
}
