import { sql } from 'kysely'
import { type RoomWords } from '#journey/throughout/guidance/contract.ts'
import { placeOfRoom, walkBetween } from '#journey/throughout/guidance/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { TicketWay } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'

/**
 * How one walks from this machine to a room, at the pace of an older person and by lift where there is one; from the main
 * entrance when the plan does not know where the machine stands. Null when no plan has the room, or nothing leads there now.
 */
export async function wayFromHere(tx: Tx, context: MachineContext, words: RoomWords): Promise<TicketWay | null> {
  const { institutionId } = context
  const to = await placeOfRoom(tx, institutionId, words)
  if (!to) return null
  const standsAt = await placeOfMachine(tx, context)
  const here = standsAt ? await placeOfRoom(tx, institutionId, { name: standsAt }) : null
  const from = here && here.campusId === to.campusId ? here : null
  const ask = (way: 'lift' | 'any') => walkBetween(tx, context, { institutionId, from, to, way, elder: true })
  const walk = (await ask('lift')) ?? (await ask('any'))
  if (!walk) return null
  return {
    fromMachine: from !== null, building: to.building, floor: to.floor, minutes: Math.max(1, Math.ceil(walk.seconds / 60)),
    turns: walk.turns.map(({ text, textEn }) => ({ text, textEn })),
  }
}

async function placeOfMachine(tx: Tx, { institutionId, machine }: MachineContext): Promise<string> {
  const { rows } = await sql<{ place: string }>`select place from kiosk.machine where institution_id = ${institutionId} and name = ${machine}`.execute(tx)
  return rows[0]?.place ?? ''
}
