import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { drawOrder } from '../draw-order.ts'
import { findDraw, type StoredDraw } from '../stored.ts'
import { countOf, freeUnits } from '../units.ts'
import { flowToEverybody } from './flow-to-everybody.ts'

const ACTOR = 'lottery.advance'

/**
 * Brings a draw to where the clock says it is: draws, ends offers nobody answered, offers what is free to the next in order,
 * and in the end gives what is left to everybody. Run as often as one likes; two at once wait for each other.
 * Never more offers stand than there are free units.
 */
export async function advanceDraw(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<void> {
  await sql`select from lottery.draw where institution_id = ${institutionId} and id = ${id} for no key update`.execute(tx)
  const draw = await findDraw(tx, institutionId, id)
  const { now } = context
  if (!draw || draw.cancelledAt || draw.finishedAt || now < draw.drawsAt) return
  if (!draw.drawnAt) await drawNow(tx, context, draw)
  const overdue = await idsWhere(tx, draw, sql`status = 'offered' and confirm_by <= ${now}`)
  await change(tx, context, draw, overdue, 'lapsed')
  const isOver = now >= draw.offersUntil
  if (!isOver) await offerToNext(tx, context, draw)
  const standing = await idsWhere(tx, draw, sql`status = 'offered'`)
  const waiting = await idsWhere(tx, draw, sql`status = 'next'`)
  if (standing.length === 0 && (isOver || waiting.length === 0)) await finish(tx, context, draw, waiting)
}

/** The order is made from the applications' random numbers and weights alone. */
async function drawNow(tx: Tx, context: Context, draw: StoredDraw): Promise<void> {
  const { institutionId, id } = draw
  const { rows } = await sql<{ id: string; weight: number }>`select id, weight from lottery.application
    where institution_id = ${institutionId} and draw_id = ${id} and status = 'applied'`.execute(tx)
  const seed = unseal(draw.seedSealed)
  const order = await drawOrder(seed, rows)
  const units = countOf(await freeUnits(tx, draw, 'draw', context.now))
  await sql`update lottery.draw set drawn_at = ${context.now}, seed = ${seed}, units = ${units}, applicants = ${order.length}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const won = order.slice(0, units)
  const rest = order.slice(units)
  await change(tx, context, draw, won.map((one) => one.id), 'offered', won.map((one) => one.place))
  await change(tx, context, draw, rest.map((one) => one.id), 'next', rest.map((one) => one.place))
  await announce(tx, context, { type: 'lottery.drawn.v1', institutionId, topics: [`lottery:${institutionId}`], payload: { institutionId, drawId: id, units, applicants: order.length } })
}

async function offerToNext(tx: Tx, context: Context, draw: StoredDraw): Promise<void> {
  const free = countOf(await freeUnits(tx, draw, 'draw', context.now))
  const standing = await idsWhere(tx, draw, sql`status = 'offered'`)
  const room = free - standing.length
  if (room <= 0) return
  await change(tx, context, draw, await idsWhere(tx, draw, sql`status = 'next' order by place limit ${room}`), 'offered')
}

async function finish(tx: Tx, context: Context, draw: StoredDraw, waiting: readonly string[]): Promise<void> {
  const { institutionId, id } = draw
  await change(tx, context, draw, waiting, 'lost')
  const flowed = await flowToEverybody(tx, context, draw, 'unused')
  await sql`update lottery.draw set finished_at = ${context.now}, flowed = ${flowed} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await announce(tx, context, { type: 'lottery.finished.v1', institutionId, topics: [`lottery:${institutionId}`], payload: { institutionId, drawId: id, flowed } })
}

async function idsWhere(tx: Tx, { institutionId, id }: StoredDraw, condition: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from lottery.application where institution_id = ${institutionId} and draw_id = ${id} and ${condition}`.execute(tx)
  return rows.map((row) => row.id)
}

async function change(tx: Tx, context: Context, draw: StoredDraw, ids: readonly string[], status: string, places: readonly number[] | null = null): Promise<void> {
  if (ids.length === 0) return
  const confirmBy = new Date(Math.min(context.now.getTime() + draw.confirmMinutes * 60_000, draw.offersUntil.getTime()))
  await sql`select lottery.change(${draw.institutionId}, ${draw.id}, ${[...ids]}::uuid[], ${places ? [...places] : null}::integer[], ${status}, ${confirmBy}, ${ACTOR}, ${context.now})`.execute(tx)
}
