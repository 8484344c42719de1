import { movesOfSession, type PoolCode, periodsOfSessions, poolsOfSessions, sessionById } from '#engines/capacity/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Movement, PeriodStory, SessionStory } from '../contract.ts'
import { SessionNotFound } from '../errors.ts'
import { describer } from './fill.ts'

/** Why each unit of a session is where it is: what its pattern gave each pool, and every movement since. Throws {@link SessionNotFound}. */
export async function sessionStory(tx: Tx, institutionId: number, sessionId: number, now: Date): Promise<SessionStory> {
  const session = await sessionById(tx, institutionId, sessionId)
  if (!session) throw new SessionNotFound()
  const [fill] = await poolsOfSessions(tx, institutionId, { from: session.day, to: session.day, sessionIds: [sessionId] })
  if (!fill) throw new SessionNotFound()
  const moves = Map.groupBy(await movesOfSession(tx, institutionId, sessionId), (move) => Number(move.periodId))
  const names = new Map<string, string | null>()
  const periods: PeriodStory[] = []
  for (const period of await periodsOfSessions(tx, institutionId, [sessionId])) {
    const movements: Movement[] = []
    for (const { from, to, units, reason, actorId, movedAt } of moves.get(period.id) ?? []) {
      if (!names.has(actorId)) names.set(actorId, /^[0-9a-f-]{36}$/.test(actorId) ? (await staffName(tx, institutionId, actorId)) ?? null : null)
      movements.push({ from, to, units, reason, byName: names.get(actorId) ?? null, movedAt: movedAt.toISOString() })
    }
    const pools = Object.entries(period.pools).map(([pool, of]) => ({ pool: pool as PoolCode, units: of.units, taken: of.taken }))
    periods.push({ periodId: period.id, startsAt: period.startsAt.toISOString(), endsAt: period.endsAt.toISOString(), pools: pools.filter((one) => one.units > 0), began: beganWith(pools, movements), movements })
  }
  const describe = await describer(tx, institutionId, [session.serviceId], now)
  return { session: describe(fill), serviceId: session.serviceId, periods }
}

/** What stood in each pool before the first movement: each movement taken back. */
export function beganWith(pools: readonly { pool: PoolCode; units: number }[], movements: readonly Pick<Movement, 'from' | 'to' | 'units'>[]): { pool: PoolCode; units: number }[] {
  const units = new Map(pools.map((one) => [one.pool, one.units]))
  for (const { from, to, units: n } of movements) {
    if (from) units.set(from, (units.get(from) ?? 0) + n)
    if (to) units.set(to, (units.get(to) ?? 0) - n)
  }
  return [...units].filter(([, n]) => n !== 0).map(([pool, n]) => ({ pool, units: n }))
}
