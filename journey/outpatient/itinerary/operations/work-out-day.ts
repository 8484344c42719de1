import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Itinerary, Milestone, Step } from '../contract.ts'
import { dayChanged } from '../events.ts'
import { gather, type Gathered } from '../gather/gather.ts'
import { lessonOf } from '../queries/lessons.ts'
import { explain, type Explained } from '../solve/explain.ts'
import { type Facts, MINUTE, type Plan } from '../solve/facts.ts'
import { isPromised, said as endAsSaid, shapeOf } from '../solve/lesson.ts'
import { clock, solve } from '../solve/solve.ts'
import { stepsOf } from '../solve/steps.ts'
import { keepPromises, momentOf } from './keep-promises.ts'

interface Memory {
  readonly facts: Facts
  readonly plan: Plan
  readonly reached: readonly string[]
  readonly walkingTo: string | null
}

/** A later look changes times a little; so much is not a new version. */
const UNSEEN = 2 * MINUTE

/**
 * Works one day out anew and keeps it, with a sentence for each thing that changed. Of two workers that take the same day,
 * one works and the other passes on. Answers the new version; null where nothing that anybody would see is different.
 */
export async function workOutDay(tx: Tx, context: Context, personId: string, day: string): Promise<number | null> {
  const { rows } = await sql<{ version: number; memory: Memory | Record<string, never> }>`select version, facts as memory from itinerary.day
    where person_id = ${personId} and day = ${day}::date for update skip locked`.execute(tx)
  if (!rows[0]) return null
  const { version } = rows[0]
  const before = 'plan' in rows[0].memory ? (rows[0].memory as Memory) : null
  const now = context.now.getTime()
  const found = await gather(tx, context, personId, day)
  const followed = before && { order: before.plan.order.map((one) => one.id), walkingTo: before.walkingTo }
  const about = promiseAbout(found)
  const lesson = await lessonOf(tx, { ...about, day })
  const worked = solve(found.facts, now, followed)
  const plan: Plan = worked.worked ? { ...worked, ends: endAsSaid(worked.worked, lesson, now) } : worked
  const state = stateOf(found, plan)
  const steps = stepsOf(found.facts, plan, now, state !== 'planned' || isNear(found, now))
  const said = before && found.facts.things.length > 0 ? explain(before, { facts: found.facts, plan }, now) : []
  const reached = state === 'done' && found.reached.some((one) => one.startsWith('seen:')) ? [...found.reached, 'all-done'] : [...found.reached]
  const fresh = before ? reached.filter((one) => !before.reached.includes(one)) : []
  const shown = await stepsKept(tx, personId, day)
  const moved = said.length > 0 || fresh.length > 0 || looksDifferent(shown, steps, before?.plan ?? null, plan)
  const next = moved ? version + 1 : version
  const memory: Memory = { facts: found.facts, plan, reached: [...new Set([...(before?.reached ?? []), ...reached])], walkingTo: state === 'under-way' ? (plan.order[0]?.id ?? null) : null }
  await sql`update itinerary.day set version = ${next}, state = ${state}, institution_ids = ${[...found.institutions]}::integer[], facts = ${JSON.stringify(moved || !before ? memory : { ...memory, plan: before.plan })}::jsonb,
      ends_from = ${moved || !before ? at(plan.ends?.from) : at(before.plan.ends?.from)}, ends_to = ${moved || !before ? at(plan.ends?.to) : at(before.plan.ends?.to)},
      ends_of = ${about.moment !== 'after-doctor' && (about.shape === 'doctor' || about.shape === 'visits') ? 'doctor' : 'day'}, solved_at = ${context.now}, dirty_at = null, look_at = ${lookAt(found, state, now, day)}
    where person_id = ${personId} and day = ${day}::date`.execute(tx)
  await watch(tx, personId, day, found)
  await keepPromises(tx, context, { personId, day, plan, things: found.facts.things, state, lesson, ...about })
  if (!moved) return null
  await keepSteps(tx, personId, day, steps)
  await keepChanges(tx, context, { personId, day, version: next, said })
  await announce(tx, context, dayChanged({ personId, day, version: next, milestones: milestonesOf(fresh) }))
  return next
}

/** What is promised now, and whose experience it leans on. */
function promiseAbout({ facts, reached, isHere, institutions }: Gathered) {
  const last = facts.things.findLast((one) => isPromised(one))
  return { moment: momentOf(facts.things, reached, isHere), shape: shapeOf(facts), institutionId: last?.institutionId ?? institutions[0] ?? null }
}

const at = (time: number | undefined): Date | null => (time === undefined ? null : new Date(time))

function stateOf({ facts, reached, isHere }: Gathered, plan: Plan): Itinerary['state'] {
  const toDo = facts.things.filter((one) => one.kind !== 'take-home' && one.kind !== 'meal' && (one.state === 'open' || one.state === 'running' || one.state === 'blocked'))
  if (reached.some((one) => one.startsWith('seen:')) && toDo.length === 0 && plan.blocked.length === 0) return 'done'
  return isHere ? 'under-way' : 'planned'
}

/** An hour before the first time one is on the way. */
const isNear = ({ startsAt }: Gathered, now: number): boolean => startsAt !== null && now >= startsAt - 60 * MINUTE

/** What a person would notice: other steps, another order, another state, or times that moved by more than a moment. */
function looksDifferent(was: readonly Step[], is: readonly Step[], before: Plan | null, plan: Plan): boolean {
  if (was.length !== is.length || !before || (before.ends === null) !== (plan.ends === null)) return true
  if (before.ends && plan.ends && (Math.abs(before.ends.from - plan.ends.from) >= 5 * MINUTE || Math.abs(before.ends.to - plan.ends.to) >= 5 * MINUTE)) return true
  return is.some((step, index) => {
    const old = was[index]!
    return old.id !== step.id || old.state !== step.state || old.title !== step.title || old.why !== step.why || old.place !== step.place || old.ahead !== step.ahead || old.dueCents !== step.dueCents
      || (step.state !== 'done' && Math.abs(Date.parse(old.fromAt) - Date.parse(step.fromAt)) > UNSEEN)
  })
}

function lookAt({ startsAt }: Gathered, state: Itinerary['state'], now: number, day: string): Date | null {
  if (state === 'done' || startsAt === null) return null
  if (day > localDay(new Date(now))) return new Date(clock(day, '7:00'))
  if (day < localDay(new Date(now))) return null
  if (state === 'under-way') return new Date(now + 3 * MINUTE)
  const turns = [clock(day, '9:00'), startsAt - 60 * MINUTE, startsAt + 6 * MINUTE].filter((time) => time > now)
  return new Date(Math.min(...turns, now + 30 * MINUTE))
}

async function watch(tx: Tx, personId: string, day: string, { watched }: Gathered): Promise<void> {
  const [institutions, queues] = [watched.map((one) => one.institutionId), watched.map((one) => one.queueId)]
  await sql`delete from itinerary.watched_line where person_id = ${personId} and day = ${day}::date
    and (institution_id, queue_id) not in (select * from unnest(${institutions}::integer[], ${queues}::integer[]))`.execute(tx)
  await sql`insert into itinerary.watched_line (institution_id, queue_id, person_id, day)
    select distinct i, q, ${personId}::uuid, ${day}::date from unnest(${institutions}::integer[], ${queues}::integer[]) u(i, q) on conflict do nothing`.execute(tx)
}

async function stepsKept(tx: Tx, personId: string, day: string): Promise<Step[]> {
  const { rows } = await sql<{ step: Step }>`select step from itinerary.step where person_id = ${personId} and day = ${day}::date order by ordinal`.execute(tx)
  return rows.map((row) => row.step)
}

async function keepSteps(tx: Tx, personId: string, day: string, steps: readonly Step[]): Promise<void> {
  await sql`delete from itinerary.step where person_id = ${personId} and day = ${day}::date`.execute(tx)
  if (steps.length === 0) return
  await sql`insert into itinerary.step (person_id, day, ordinal, id, institution_id, kind, state, step)
    select ${personId}::uuid, ${day}::date, n, s ->> 'id', (s ->> 'institutionId')::integer, s ->> 'kind', s ->> 'state', s
    from jsonb_array_elements(${JSON.stringify(steps)}::jsonb) with ordinality u(s, n)`.execute(tx)
}

async function keepChanges(tx: Tx, context: Context, { personId, day, version, said }: { personId: string; day: string; version: number; said: readonly Explained[] }): Promise<void> {
  for (const [number, { kind, stepId, sentence }] of said.entries()) {
    await sql`insert into itinerary.change (person_id, day, version, number, kind, step_id, sentence, sentence_en, at)
      values (${personId}, ${day}::date, ${version}, ${number}, ${kind}, ${stepId}, ${sentence.zh}, ${sentence.en}, ${context.now})`.execute(tx)
  }
}

function milestonesOf(fresh: readonly string[]): Milestone[] {
  const kinds: readonly Milestone[] = ['arrived', 'called', 'seen', 'all-done']
  return kinds.filter((kind) => fresh.some((one) => one === kind || one.startsWith(`${kind}:`)))
}
