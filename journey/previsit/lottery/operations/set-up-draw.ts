import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addMissingPools, eligibilityOf, moveUnits } from '#engines/capacity/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { SetUpDraw } from '../contract.ts'
import { AlreadyDrawn, DrawNotFound, DrawOverlaps, NoUnits, PoolNotReady, TimesWrong } from '../errors.ts'
import { drawRule, weightsRule } from '../rules.ts'
import { findDraw, type StoredDraw } from '../stored.ts'
import { countOf, freeUnits } from '../units.ts'
import { flowToEverybody } from './flow-to-everybody.ts'

/**
 * Announces a draw: so many free units of each period leave the pool for everybody and wait for it, and the seed is chosen and
 * promised by its hash before anybody has applied. Throws {@link NoUnits}, {@link DrawOverlaps}, {@link TimesWrong}.
 */
export async function setUpDraw(tx: Tx, context: Context, { institutionId, ...asked }: { institutionId: number } & SetUpDraw): Promise<string> {
  await poolFor(tx, institutionId)
  const weights = await ruleAt(tx, weightsRule, institutionId, context.now)
  const rules = await ruleAt(tx, drawRule, institutionId, context.now)
  const free = await freeUnits(tx, { institutionId, ...asked }, 'public', context.now)
  if (free.length === 0) throw new NoUnits()
  const first = free.reduce((earliest, one) => (one.startsAt < earliest ? one.startsAt : earliest), free[0]!.startsAt)
  // Short before the session there is no whole day left to answer in: then half of what there is.
  const drawsAt = Date.parse(asked.drawsAt)
  const offersUntil = new Date(Math.max(first.getTime() - rules.offersUntilHoursBefore * 3_600_000, drawsAt + (first.getTime() - drawsAt) / 2))
  const [from, until] = [Date.parse(asked.appliesFrom), Date.parse(asked.appliesUntil)]
  if (!(from < until && until <= drawsAt && until > context.now.getTime() && drawsAt < offersUntil.getTime() && asked.firstDay <= asked.lastDay)) throw new TimesWrong()
  const id = newId()
  const seed = randomBytes(32).toString('hex')
  try {
    await sql`insert into lottery.draw (institution_id, id, service_id, first_day, last_day, applies_from, applies_until, draws_at, confirm_minutes, offers_until,
        weights, seed_hash, seed_sealed, created_by, created_at)
      values (${institutionId}, ${id}, ${asked.serviceId}, ${asked.firstDay}, ${asked.lastDay}, ${asked.appliesFrom}, ${asked.appliesUntil}, ${asked.drawsAt},
        ${asked.confirmMinutes ?? rules.confirmMinutes}, ${offersUntil}, ${JSON.stringify(weights)}, ${createHash('sha256').update(seed).digest()}, ${seal(seed)},
        ${actorId(context.actor)}, ${context.now})`.execute(tx)
  } catch (error) {
    if (violates(error, 'draw_once_for_its_days')) throw new DrawOverlaps()
    throw error
  }
  let moved = 0
  for (const { periodId, left } of free) {
    moved += await moveUnits(tx, context, { institutionId, periodId, from: 'public', to: 'draw', units: Math.min(left, asked.unitsPerPeriod), reason: `lottery.draw/${id}` })
  }
  if (moved === 0) throw new NoUnits()
  await audit(tx, context, { action: 'lottery.set-up-draw', subject: `draw/${id}`, institutionId, detail: { serviceId: asked.serviceId, units: moved } })
  await announce(tx, context, { type: 'lottery.draw-announced.v1', institutionId, topics: [`lottery:${institutionId}`], payload: { institutionId, drawId: id, serviceId: asked.serviceId, units: moved } })
  return id
}

/** The draw's units are given out by the draw alone: nobody books them at a window or on line. */
async function poolFor(tx: Tx, institutionId: number): Promise<void> {
  await addMissingPools(tx, institutionId, [{
    code: 'draw', name: '摇号', nameEn: 'Draw', opensDaysBefore: 28, opensAt: '00:00', flowsTo: null, flowsDaysBefore: null, eligibility: { channels: ['lottery'] },
  }])
  const terms = await eligibilityOf(tx, institutionId, 'draw')
  if (!(terms?.['channels'] as string[] | undefined)?.includes('lottery')) throw new PoolNotReady()
}

/** Calls a draw off before it was drawn: its units go back to everybody, and whoever applied is told. */
export async function cancelDraw(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<void> {
  await sql`select from lottery.draw where institution_id = ${institutionId} and id = ${id} for no key update`.execute(tx)
  const draw: StoredDraw | undefined = await findDraw(tx, institutionId, id)
  if (!draw) throw new DrawNotFound()
  if (draw.cancelledAt) return
  if (draw.drawnAt) throw new AlreadyDrawn()
  await sql`update lottery.draw set cancelled_at = ${context.now}, flowed = ${await flowToEverybody(tx, context, draw, 'cancelled')}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const { rows } = await sql<{ ids: string[] | null }>`select array_agg(id) as ids from lottery.application where institution_id = ${institutionId} and draw_id = ${id} and status = 'applied'`.execute(tx)
  await sql`select lottery.change(${institutionId}, ${id}, ${rows[0]?.ids ?? []}::uuid[], null, 'void', null, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'lottery.cancel-draw', subject: `draw/${id}`, institutionId, detail: { units: countOf(await freeUnits(tx, draw, 'draw', context.now)) } })
}
