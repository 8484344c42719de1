import { channelMovements, channelMovementsById, type ChannelMovement } from '#journey/throughout/billing/index.ts'
import { type OurSettlement, settlementsOfDay } from '#journey/throughout/insurance/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StatementChannel } from '../contract.ts'
import { dayAfter } from '../matching/days.ts'
import type { Movement } from '../matching/types.ts'

const OPEN = new Set(['created', 'confirming', 'unknown', 'processing', 'asked'])

function asMovement(row: ChannelMovement): Movement {
  const state = row.state === 'succeeded' ? 'done' : OPEN.has(row.state) ? 'open' : 'undone'
  return { kind: row.kind, id: row.id, ourNumber: row.id.replaceAll('-', ''), cents: row.cents, state, stateName: row.state, channelNumber: row.channelNumber, askedAt: row.askedAt, knownAt: row.endedAt }
}

/** A settlement, or one taken back, is a claim's; both together are two movements of one claim. */
function asSettled({ claimId, msgid, setlId, at, reversal, certain, fundCents, accountCents }: OurSettlement): Movement {
  return {
    kind: reversal ? 'refund' : 'payment', id: claimId, ourNumber: msgid, cents: Math.abs((fundCents ?? 0) + (accountCents ?? 0)), state: certain ? 'done' : 'open',
    stateName: certain ? 'succeeded' : 'unknown', channelNumber: setlId, askedAt: at, knownAt: certain ? at : null,
  }
}

/** What our books know of a channel around a day: the day before and the day after too, for what lies over midnight. */
export async function movementsAround(tx: Tx, institutionId: number, channel: StatementChannel, day: string): Promise<Movement[]> {
  if (channel === 'insurance') return settled(tx, institutionId, day, 1)
  const from = new Date(`${dayAfter(day, -1)}T00:00:00+08:00`)
  const until = new Date(`${dayAfter(day, 2)}T00:00:00+08:00`)
  return (await channelMovements(tx, { institutionId, channel, from, until })).map(asMovement).filter((movement) => movement.cents > 0)
}

async function settled(tx: Tx, institutionId: number, day: string, around: number): Promise<Movement[]> {
  const found: Movement[] = []
  for (let step = -around; step <= around; step++) found.push(...(await settlementsOfDay(tx, institutionId, dayAfter(day, step))).map(asSettled))
  return found
}

/** The same by their ids, whenever they were; a claim of the insurance within a week of the day. */
export async function movementsById(tx: Tx, institutionId: number, channel: StatementChannel, ids: readonly string[], day: string): Promise<Movement[]> {
  if (ids.length === 0) return []
  if (channel === 'insurance') return (await settled(tx, institutionId, day, 7)).filter((movement) => ids.includes(movement.id))
  return (await channelMovementsById(tx, { institutionId, channel, ids })).map(asMovement)
}
