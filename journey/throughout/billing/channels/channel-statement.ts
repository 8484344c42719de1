import type { Services } from '#platform/services.ts'
import type { StatementFile } from './channel.ts'
import { openChannel } from './open-channel.ts'

/** A channel's own statement of a day, for whoever compares the money. Throws what the channel throws. */
export async function channelStatement(services: Services, channel: Parameters<typeof openChannel>[1], day: string): Promise<StatementFile> {
  return (await openChannel(services, channel)).statement(day)
}
