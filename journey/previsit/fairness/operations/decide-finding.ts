import { sql } from 'kysely'
import { liftRestriction, restrictBooking, restrictionsOf } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { DecideFinding, FindingState, Grade } from '../contract.ts'
import { FindingDecided, FindingNotFound, NotAMember, NothingToSecond, SecondPersonNeeded } from '../errors.ts'
import { findingDecided } from '../events.ts'
import { gradesOf } from '../rules.ts'

interface Ref {
  readonly institutionId: number
  readonly id: string
}

type Subject = DecideFinding['subjects'][number]

const AFTER: Readonly<Record<DecideFinding['kind'], FindingState>> = { dismiss: 'dismissed', watch: 'watched', restrict: 'restricted', refer: 'referred', reopen: 'open' }
const TO_DECIDE: readonly FindingState[] = ['open', 'watched']

/**
 * A person decides what a finding means, with a reason: nothing, keep an eye on it, close booking on line to its accounts and
 * devices for a time, or hand it to others. The gravest grade only takes effect when somebody else confirms it. Reopening takes
 * back whatever was restricted. Of two who decide at once, one does; the other is asked to look again: {@link FindingDecided}.
 */
export async function decideFinding(tx: Tx, context: Context, { institutionId, id, ...asked }: DecideFinding & Ref): Promise<FindingState> {
  const finding = await locked(tx, { institutionId, id })
  const mayDecide = asked.kind === 'reopen' ? !['open', 'proposed'].includes(finding.state) : TO_DECIDE.includes(finding.state)
  if (finding.state !== asked.seenState || !mayDecide) throw new FindingDecided({ state: finding.state })
  const grade = asked.kind === 'restrict' ? await gradeOf(tx, context, institutionId, asked.grade!) : undefined
  const members = await membersAmong(tx, { institutionId, id }, asked.subjects)
  const isProposal = grade?.second === true
  const decisionId = newId()
  const state: FindingState = isProposal ? 'proposed' : AFTER[asked.kind]
  await sql`insert into fairness.decision (institution_id, id, finding_id, kind, grade, subjects, reason, decided_by, decided_at, state)
    values (${institutionId}, ${decisionId}, ${id}, ${asked.kind}, ${grade?.code ?? null}, ${JSON.stringify(asked.subjects)}, ${asked.reason}, ${actorId(context.actor)}, ${context.now},
      ${isProposal ? 'proposed' : 'in-force'})`.execute(tx)
  await become(tx, context, { institutionId, id }, state, decisionId, asked.kind)
  if (grade && !isProposal) await restrictAll(tx, context, { institutionId, id }, decisionId, grade, members)
  if (asked.kind === 'reopen') await liftAll(tx, context, { institutionId, id })
  return state
}

/** The second person confirms the gravest grade, or declines and the finding is open again. Whoever proposed it cannot. */
export async function secondDecision(tx: Tx, context: Context, { institutionId, id, confirm }: Ref & { readonly confirm: boolean }): Promise<FindingState> {
  const finding = await locked(tx, { institutionId, id })
  if (finding.state !== 'proposed') throw new NothingToSecond()
  const { rows } = await sql<{ id: string; grade: string; subjects: Subject[]; decidedBy: string }>`select id, grade, subjects, decided_by as "decidedBy"
    from fairness.decision where institution_id = ${institutionId} and finding_id = ${id} and state = 'proposed'`.execute(tx)
  const proposed = rows[0]
  if (!proposed) throw new NothingToSecond()
  if (proposed.decidedBy === actorId(context.actor)) throw new SecondPersonNeeded()
  await sql`update fairness.decision set state = ${confirm ? 'in-force' : 'declined'}, seconded_by = ${actorId(context.actor)}, seconded_at = ${context.now}
    where institution_id = ${institutionId} and id = ${proposed.id}`.execute(tx)
  const state: FindingState = confirm ? 'restricted' : 'open'
  await become(tx, context, { institutionId, id }, state, proposed.id, confirm ? 'second' : 'decline')
  if (confirm) {
    const grade = await gradeOf(tx, context, institutionId, proposed.grade)
    await restrictAll(tx, context, { institutionId, id }, proposed.id, grade, await membersAmong(tx, { institutionId, id }, proposed.subjects))
  }
  return state
}

async function locked(tx: Tx, { institutionId, id }: Ref): Promise<{ state: FindingState }> {
  const { rows } = await sql<{ state: FindingState }>`select state from fairness.finding where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new FindingNotFound()
  return rows[0]
}

async function gradeOf(tx: Tx, { now }: Context, institutionId: number, code: string): Promise<Grade> {
  const grade = (await gradesOf(tx, institutionId, now)).find((one) => one.code === code)
  if (!grade) throw new NotAMember({ grade: code })
  return grade
}

interface Concerned extends Subject {
  readonly personId: string | null
}

async function membersAmong(tx: Tx, { institutionId, id }: Ref, subjects: readonly Subject[]): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`select kind, subject, person_id as "personId" from fairness.finding_member
    where institution_id = ${institutionId} and finding_id = ${id} and kind in ('account', 'device')`.execute(tx)
  return subjects.map((asked) => {
    const member = rows.find((one) => one.kind === asked.kind && one.subject === asked.subject)
    if (!member) throw new NotAMember({ kind: asked.kind })
    return member
  })
}

async function become(tx: Tx, context: Context, { institutionId, id }: Ref, state: FindingState, decisionId: string, kind: string): Promise<void> {
  await sql`update fairness.finding set state = ${state}, changed_at = ${context.now}, decided_score = greatest(score, coalesce((elsewhere->>'score')::integer, 0)) where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: `fairness.${kind}-finding`, subject: `finding/${id}`, institutionId, detail: { decisionId, state } })
  await announce(tx, context, findingDecided({ institutionId, findingId: id, decisionId, kind, state }))
}

const DAY_MS = 86_400_000
const sourceOf = (findingId: string, decisionId: string) => `finding/${findingId}/${decisionId}`

/** Accounts and devices, never the people booked for: somebody's mother must not lose her doctor because of who booked. */
async function restrictAll(tx: Tx, context: Context, { institutionId, id }: Ref, decisionId: string, { days }: Grade, members: readonly Concerned[]): Promise<void> {
  for (const { kind, subject, personId } of members) {
    await restrictBooking(tx, context, {
      institutionId, subjectKind: kind, subject, personId: kind === 'account' ? personId : null, reason: 'scalping', source: sourceOf(id, decisionId),
      startsAt: context.now, endsAt: new Date(context.now.getTime() + days * DAY_MS),
    })
  }
}

async function liftAll(tx: Tx, context: Context, { institutionId, id }: Ref): Promise<void> {
  const inForce = await restrictionsOf(tx, context, { institutionId })
  for (const one of inForce.filter(({ source }) => source.startsWith(sourceOf(id, '')))) await liftRestriction(tx, context, { institutionId, id: one.id, reason: 'finding-reopened' })
}
