import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Applied, ApplyRequest, changeKinds, Plan } from '../contract.ts'
import { CannotApply, CannotTakeBack, ChangeNotFound, PreviewOutdated } from '../errors.ts'
import { scheduleChanged } from '../events.ts'
import type { AnyEdit } from '../plan/draft.ts'
import { carryOut, withIds } from './carry-out.ts'
import { planEdits } from './plan-edits.ts'

type Kind = (typeof changeKinds)[number]

/** What these edits would do; nothing is changed and nobody waits. */
export async function previewEdits(tx: Tx, context: Context, institutionId: number, edits: ApplyRequest['edits']): Promise<Plan> {
  return (await planEdits(tx, context, institutionId, edits, false)).plan
}

/**
 * Changes the schedule exactly as it was shown. When anything that matters changed since (another manager's edit, a unit sold that
 * was to be withdrawn), nothing happens and the new preview comes back with the refusal. What somebody has stays theirs; whoever
 * gets another time or doctor is told, and may cancel freely.
 * Throws {@link PreviewOutdated}, {@link CannotApply}.
 */
export async function applyEdits(tx: Tx, context: Context, institutionId: number, request: ApplyRequest, fileName: string | null = null): Promise<Applied> {
  const { planning, steps, plan } = await planEdits(tx, context, institutionId, request.edits, true)
  if (plan.problems.length > 0) throw new CannotApply({ plan })
  if (plan.seen !== request.seen) throw new PreviewOutdated({ plan })
  const { ids, unitsForWaiters } = await carryOut(tx, context, institutionId, steps, planning.around, request.reason)
  const takeBack = withIds(planning.takeBack, ids)
  const changeId = await keep(tx, context, institutionId, { kind: fileName === null ? kindOf(request.edits) : 'import', reason: request.reason, edits: request.edits, plan, takeBack, fileName, unitsForWaiters })
  return { changeId, plan, mayTakeBack: true }
}

/**
 * Takes a change back: the patterns, hours, times and units are as they were before, as far as nobody took anything meanwhile.
 * Whoever was moved is moved back and told again. Once only.
 */
export async function takeBack(tx: Tx, context: Context, institutionId: number, id: string): Promise<Applied> {
  const { rows } = await sql<{ takeBack: AnyEdit[] | null; takenBackBy: string | null }>`
    select take_back as "takeBack", taken_back_by as "takenBackBy" from supply.change where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  const change = rows[0]
  if (!change) throw new ChangeNotFound()
  if (!change.takeBack || change.takenBackBy) throw new CannotTakeBack({ why: change.takenBackBy ? 'already' : 'never' })
  const { planning, steps, plan } = await planEdits(tx, context, institutionId, change.takeBack, true)
  if (plan.problems.length > 0) throw new CannotTakeBack({ why: plan.problems[0]!.code, plan })
  const { unitsForWaiters } = await carryOut(tx, context, institutionId, steps, planning.around, 'taken back')
  const changeId = await keep(tx, context, institutionId, { kind: 'take-back', reason: '', edits: change.takeBack, plan, takeBack: null, fileName: null, unitsForWaiters })
  await sql`update supply.change set taken_back_by = ${changeId} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return { changeId, plan, mayTakeBack: false }
}

interface Kept {
  readonly kind: Kind
  readonly reason: string
  readonly edits: readonly AnyEdit[]
  readonly plan: Plan
  readonly takeBack: readonly AnyEdit[] | null
  readonly fileName: string | null
  readonly unitsForWaiters: readonly number[]
}

async function keep(tx: Tx, context: Context, institutionId: number, { kind, reason, edits, plan, takeBack: back, fileName, unitsForWaiters }: Kept): Promise<string> {
  const id = newId()
  await sql`insert into supply.change (institution_id, id, kind, reason, edits, effect, take_back, file_name, actor_id, made_at)
    values (${institutionId}, ${id}, ${kind}, ${reason}, ${JSON.stringify(edits)}::jsonb, ${JSON.stringify(plan.counts)}::jsonb,
      ${back === null ? null : JSON.stringify(back)}::jsonb, ${fileName}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: `supply.${kind === 'take-back' ? 'take-back' : 'apply'}`, institutionId, subject: `schedule-change/${id}`, detail: { kind, reason, ...plan.counts } })
  await announce(tx, context, scheduleChanged({ institutionId, changeId: id, unitsForWaiters }))
  return id
}

function kindOf(edits: readonly AnyEdit[]): Kind {
  const kinds = new Set(edits.map((edit): Kind => {
    if (edit.kind.startsWith('template')) return 'template'
    if (edit.kind === 'exception') return 'exception'
    return edit.kind === 'session-hand-over' ? 'substitution' : 'session'
  }))
  return kinds.has('template') ? 'template' : (kinds.values().next().value ?? 'session')
}
