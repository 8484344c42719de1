import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Closure } from '../contract.ts'
import { ClosureNotFound, EndsBeforeItBegins, UnknownElement } from '../errors.ts'
import { closureChanged } from '../events.ts'
import { readyPlans } from '../queries/ready-plan.ts'

interface ClosureAsked {
  readonly institutionId: number
  readonly campusId: number
  readonly elementId: string
  readonly reason: string
  readonly reasonEn: string
  /** Not given: from now on. */
  readonly fromAt?: string | undefined
  readonly untilAt: string | null
}

/** Closes a room, door, lift or stairs for a while: every way shown from then on goes around it, on open pages too. */
export async function setClosure(tx: Tx, context: Context, asked: ClosureAsked): Promise<Closure> {
  const { institutionId, campusId, elementId, reason, reasonEn } = asked
  const plan = (await readyPlans(tx, institutionId)).find((each) => each.campusId === campusId)?.graph.plan
  if (!plan || ![...plan.units, ...plan.openings, ...plan.connectors].some(({ id }) => id === elementId)) throw new UnknownElement({ campusId, elementId })
  const fromAt = asked.fromAt ? new Date(asked.fromAt) : context.now
  const untilAt = asked.untilAt === null ? null : new Date(asked.untilAt)
  if (untilAt && untilAt <= fromAt) throw new EndsBeforeItBegins({ elementId })
  const id = newId()
  await sql`insert into guidance.closure (institution_id, id, campus_id, element_id, reason, reason_en, from_at, until_at, set_by, set_at)
    values (${institutionId}, ${id}, ${campusId}, ${elementId}, ${reason}, ${reasonEn}, ${fromAt}, ${untilAt}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await announce(tx, context, closureChanged({ institutionId, campusId, closureId: id }))
  await audit(tx, context, { action: 'guidance.close', subject: `closure/${id}`, institutionId, detail: { elementId, reason } })
  return { id, campusId, elementId, reason, reasonEn, fromAt: fromAt.toISOString(), untilAt: untilAt?.toISOString() ?? null }
}

/** Opens again what was closed. Of two who do so, the second is told that there is nothing closed any more. */
export async function endClosure(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<{ id: string }> {
  const { rows } = await sql<{ campusId: number; elementId: string }>`
    update guidance.closure set ended_at = ${context.now}, ended_by = ${actorId(context.actor)} where institution_id = ${institutionId} and id = ${id} and ended_at is null
    returning campus_id as "campusId", element_id as "elementId"`.execute(tx)
  const closure = rows[0]
  if (!closure) throw new ClosureNotFound({ id })
  await announce(tx, context, closureChanged({ institutionId, campusId: closure.campusId, closureId: id }))
  await audit(tx, context, { action: 'guidance.open-again', subject: `closure/${id}`, institutionId, detail: { elementId: closure.elementId } })
  return { id }
}
