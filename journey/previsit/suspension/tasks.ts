import { directory } from '#journey/throughout/directory/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { endNextExpired, offerAndTellNext, tellNextReinstated } from './operations/offer-and-tell.ts'

/** Offers and messages for everybody who has not been told yet, each in a transaction of their own. */
export async function offerAndTell(services: Pick<Services, 'db' | 'clock' | 'config'>): Promise<void> {
  const { snapshot } = await directory(services)
  const context = systemContext('suspension.offer-and-tell', services.clock.now())
  const surroundings = { snapshot, publicUrl: services.config.publicUrl }
  while (await inTransaction(services.db, context, (tx) => offerAndTellNext(tx, context, surroundings)));
  while (await inTransaction(services.db, context, (tx) => tellNextReinstated(tx, context, surroundings)));
}

export async function endExpiredOffers(services: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const context = systemContext('suspension.end-offers', services.clock.now())
  while (await inTransaction(services.db, context, (tx) => endNextExpired(tx, context)));
}

export const tasks: readonly Task[] = [
  { name: 'suspension.offer-and-tell', everySeconds: 2, run: offerAndTell },
  { name: 'suspension.end-offers', everySeconds: 15, run: endExpiredOffers },
]
