import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { OpeningPast, SameOpening } from '../errors.ts'
import { roomRules } from '../rules.ts'

export interface OpeningToPlan {
  readonly institutionId: number
  readonly departmentId: number | null
  readonly serviceId: number | null
  readonly day: string
  readonly opensAt: Date
  readonly minutesBefore?: number | undefined
}

/**
 * Sets up a release with a waiting room. The seed of its draw is chosen here, sealed, and promised by its hash: nobody can
 * choose another once people have come. Throws {@link OpeningPast}, {@link SameOpening}.
 */
export async function planOpening(tx: Tx, context: Context, asked: OpeningToPlan): Promise<string> {
  const id = await planUnlessThere(tx, context, asked)
  if (!id) throw new SameOpening()
  return id
}

/** The same; nothing happens when it is there already. */
export async function planUnlessThere(tx: Tx, context: Context, asked: OpeningToPlan): Promise<string | undefined> {
  const { institutionId, departmentId, serviceId, day, opensAt } = asked
  if (opensAt <= context.now) throw new OpeningPast()
  const rules = await roomRules(tx, institutionId, context.now)
  const minute = 60_000
  const room = new Date(opensAt.getTime() - (asked.minutesBefore ?? rules.minutesBefore) * minute)
  const until = new Date(opensAt.getTime() + rules.gateMinutes * minute)
  const seed = randomBytes(32).toString('hex')
  const { rows } = await sql<{ id: string }>`
    insert into release.opening (institution_id, id, department_id, service_id, day, room_opens_at, opens_at, gate_until, per_second, inside_at_most,
      enter_seconds, stay_seconds, seed_hash, seed_sealed, created_by, created_at)
    values (${institutionId}, ${newId()}, ${departmentId}, ${serviceId}, ${day}, ${room}, ${opensAt}, ${until}, ${rules.perSecond}, ${rules.insideAtMost},
      ${rules.enterSeconds}, ${rules.staySeconds}, ${createHash('sha256').update(seed).digest()}, ${seal(seed)}, ${actorId(context.actor)}, ${context.now})
    on conflict do nothing returning id`.execute(tx)
  const id = rows[0]?.id
  if (!id) return undefined
  await audit(tx, context, { action: 'release.plan-opening', subject: `opening/${id}`, institutionId, detail: { day, departmentId, serviceId } })
  await announce(tx, context, { type: 'release.opening-planned.v1', institutionId, topics: [`release:${institutionId}`], payload: { institutionId, openingId: id } })
  return id
}
