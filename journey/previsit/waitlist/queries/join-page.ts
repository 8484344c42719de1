import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { placeOf, serviceIn } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { clinicsAlike } from '../alike.ts'
import type { JoinPage } from '../contract.ts'
import { entryRules, preparationMinutes } from '../rules.ts'
import { oddsFor } from './my-waitlist.ts'

/** What joining for this clinic would mean: how many wait, how likely a time is, how far the list reaches. */
export async function joinPage(tx: Tx, context: Context, snapshot: Snapshot, asked: { institutionId: number; serviceId: number; near?: string | undefined }): Promise<JoinPage> {
  const { institutionId, serviceId, near } = asked
  const service = serviceIn(snapshot, institutionId, serviceId)
  const today = localDay(context.now)
  const lastDay = addDays(today, (await entryRules(tx, institutionId, context.now)).days)
  const { rows } = await sql<{ waiting: number }>`select waitlist.waiting_for(${institutionId}, ${serviceId}) as waiting`.execute(tx)
  const { waiting } = rows[0]!
  const count = (withinKm: number) => clinicsAlike(snapshot, service, { withinKm, near }).length - 1
  const wish = { institutionId, services: [[institutionId, serviceId]] as [number, number][], halves: ['morning', 'afternoon', 'evening'] as const, toDay: addDays(today, 14) }
  return {
    place: placeOf(snapshot, service), today, lastDay, waiting,
    alike: { here: count(0), within5: count(5), within15: count(15) },
    odds: await oddsFor(tx, context, { ...wish, halves: [...wish.halves] }, { ahead: waiting, equal: 0 }),
    preparationHours: (await preparationMinutes(tx, institutionId, service.kind, context.now)) / 60,
  }
}
