import { sql } from 'kysely'
import { handingConflicts, lockSchedule, lockSessions, movingConflicts, unpublishedYears } from '#engines/capacity/index.ts'
import { standingInSession } from '#journey/previsit/booking/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Plan } from '../contract.ts'
import type { AnyEdit, Planning, Trouble } from '../plan/draft.ts'
import { makePlan } from '../plan/make-plan.ts'
import { instantOf, readFacts, readSurroundings, scopeOf } from '../plan/read-facts.ts'
import { type Steps, stepsOf } from '../plan/steps.ts'
import { summarise, type Words } from '../plan/summarise.ts'

export interface Planned {
  readonly planning: Planning
  readonly steps: Steps
  readonly plan: Plan
}

/**
 * What these edits would do, and what they would do to whom. With `hold` nobody else can change what was looked at until the
 * transaction ends: then the plan can be carried out exactly. Without, it is only looked at, and nobody waits.
 */
export async function planEdits(tx: Tx, context: Context, institutionId: number, edits: readonly AnyEdit[], hold: boolean): Promise<Planned> {
  if (hold) await lockSchedule(tx, institutionId)
  const around = await readSurroundings(tx, context, institutionId)
  const scope = await scopeOf(tx, institutionId, edits, around)
  if (hold) await lockSessions(tx, institutionId, scope.sessionIds)
  const planning = makePlan(await readFacts(tx, institutionId, scope, around), edits, around)
  const steps = stepsOf(planning)
  const booked = await whoIsIn(tx, context, institutionId, planning, steps, edits)
  const words = await readWords(tx, institutionId, booked)
  const calendar = [...around.calendar].map(([day, weekday]) => ({ day, weekday }))
  return { planning, steps, plan: summarise(planning, steps, words, unpublishedYears(calendar)) }
}

interface Booked {
  readonly counts: Map<number, number>
  readonly people: Map<string, string>
}

/** Who is booked in what moves or is handed over, and who of them would be in two places. */
async function whoIsIn(tx: Tx, context: Context, institutionId: number, planning: Planning, steps: Steps, edits: readonly AnyEdit[]): Promise<Booked> {
  const booked: Booked = { counts: new Map(), people: new Map() }
  for (const { was, to, isMoved, isHandedOver } of steps.sessions) {
    if (!isMoved && !isHandedOver && was.room === to.room) continue
    const standing = await standingInSession(tx, { institutionId, sessionId: was.id, day: was.day })
    booked.counts.set(was.id, standing.filter((one) => one.status === 'booked').length)
    const conflicts = [
      ...(isMoved ? await movingConflicts(tx, institutionId, was.id, instantOf(to.day, to.start)) : []),
      ...(isHandedOver ? await handingConflicts(tx, institutionId, was.id, to.serviceId) : []),
    ]
    // Who has only begun to choose is let go, and is in nobody's way.
    const inTheWay = standing.filter((one) => one.status === 'booked' && conflicts.some((conflict) => conflict.claimId === one.id))
    const names = await personSummaries(tx, context, inTheWay.map((one) => one.personId))
    for (const one of inTheWay) {
      const name = names.get(one.personId)?.name
      if (name) booked.people.set(one.personId, name)
      const edit = Math.max(0, edits.findIndex((each) => 'sessionId' in each && each.sessionId === was.id))
      planning.troubles.push({ edit, code: 'holder-busy', day: to.day, sessionId: to.id, personId: one.personId } satisfies Trouble)
    }
    if (standing.length > 0) await audit(tx, context, { action: 'supply.read-booked', subject: `session/${was.id}`, institutionId, detail: { count: standing.length } })
  }
  return booked
}

export async function readWords(tx: Tx, institutionId: number, booked: Booked = { counts: new Map(), people: new Map() }): Promise<Words> {
  const named = async (table: 'service' | 'practitioner') => {
    const { rows } = await sql<{ id: number; name: string; nameEn: string }>`
      select id, name, name_en as "nameEn" from ${sql.table(`directory.${table}`)} where institution_id = ${institutionId}`.execute(tx)
    return new Map(rows.map((row) => [row.id, row]))
  }
  return { services: await named('service'), practitioners: await named('practitioner'), people: booked.people, booked: booked.counts }
}
