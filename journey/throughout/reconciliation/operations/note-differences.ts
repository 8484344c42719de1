import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Evidence, StatementChannel } from '../contract.ts'
import { expectedFee } from '../matching/classify.ts'
import { keyOf, type FoundDifference, type MatchingRules, type Movement, type PlacedLine } from '../matching/types.ts'
import { steadyId } from '../books.ts'
import { whoIs } from '../policy.ts'

export interface Sides {
  readonly lines: ReadonlyMap<string, PlacedLine>
  readonly movements: ReadonlyMap<string, Movement>
  readonly fileName: (line: PlacedLine) => string
}

/** Writes down what differs, with both sides as they are now. What was found before is not found again. How many are new. */
export async function noteDifferences(tx: Tx, context: Context, about: { institutionId: number; channel: StatementChannel; day: string }, found: readonly FoundDifference[], sides: Sides, rules: MatchingRules): Promise<number> {
  if (found.length === 0) return 0
  const rows = found.map((one) => ({
    id: steadyId(String(about.institutionId), about.channel, one.class, one.kind, one.lineId ?? '', one.movementId ?? ''), class: one.class, kind: one.kind, line_id: one.lineId, movement_id: one.movementId,
    effect_cents: one.effectCents, evidence: evidenceOf(one, sides, rules),
  }))
  const added = await sql<{ id: string }>`insert into reconciliation.difference (institution_id, channel, day, found_at, id, class, kind, line_id, movement_id, effect_cents, evidence)
    select ${about.institutionId}, ${about.channel}, ${about.day}, ${context.now}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, class text, kind text, line_id uuid, movement_id uuid, effect_cents bigint, evidence jsonb)
    on conflict (institution_id, id) do nothing returning id`.execute(tx)
  await addSteps(tx, context, about.institutionId, added.rows.map((row) => row.id), { what: 'found' })
  return added.rows.length
}

function evidenceOf({ kind, lineId, movementId }: FoundDifference, { lines, movements, fileName }: Sides, rules: MatchingRules): Evidence {
  const [line, movement] = [lines.get(lineId ?? ''), movements.get(keyOf({ kind, id: movementId ?? '' }))]
  return {
    ours: movement ? ourSide(movement) : null,
    theirs: line ? {
      fileName: fileName(line), line: line.line, channelNumber: line.channelNumber, ourNumber: line.ourNumber, cents: line.cents, feeCents: line.feeCents,
      expectedFeeCents: expectedFee(line, rules.feeTenThousandths), status: line.status === 'done' ? 'done' : 'undone', at: line.at.toISOString(),
    } : null,
  }
}

export function ourSide(movement: Movement): NonNullable<Evidence['ours']> {
  const { id, kind, stateName: state, cents, channelNumber, askedAt, knownAt } = movement
  return { id, kind, state, cents, channelNumber, askedAt: askedAt.toISOString(), knownAt: knownAt?.toISOString() ?? null }
}

/** One more step of each of these differences. */
export async function addSteps(tx: Tx, context: Context, institutionId: number, ids: readonly string[], step: { what: string; act?: string; note?: string }): Promise<void> {
  if (ids.length === 0) return
  await sql`insert into reconciliation.difference_step (institution_id, difference_id, step, what, act, note, by_whom, at)
    select ${institutionId}, d, (select count(*) from reconciliation.difference_step s where s.institution_id = ${institutionId} and s.difference_id = d) + 1,
      ${step.what}, ${step.act ?? null}, ${step.note ?? ''}, ${whoIs(context)}, ${context.now}
    from unnest(${[...ids]}::uuid[]) d`.execute(tx)
}
