import { sql } from 'kysely'
import { currentEntry, maskPhone, personSummary } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { type Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { MakeLeave } from '../contract.ts'
import { NotRelated, NotYourPerson, TooLong, TooMany } from '../errors.ts'
import { leaveMade } from '../events.ts'
import { codeOf, hashOf } from '../leave-row.ts'
import { relativesOf } from '../queries/leaves.ts'
import { leaveRule } from '../rules.ts'

/**
 * The patient lets somebody follow their day: each thing on its own, until an hour they choose. The address goes to the phone
 * they name, or to the relative's own pages; it is shown to nobody else.
 *
 * Only the patient does this, not who acts for them. Throws {@link NotYourPerson}, {@link NotRelated}, {@link TooLong}, {@link TooMany}.
 */
export async function makeLeave(tx: Tx, context: Context, wish: MakeLeave): Promise<string> {
  const person = await currentEntry(tx, wish.personId)
  if (context.actor.kind !== 'patient' || (await currentEntry(tx, context.actor.personId)) !== person) throw new NotYourPerson()
  const rule = await ruleAt(tx, leaveRule, 0, context.now)
  const endsAt = new Date(wish.endsAt)
  if (endsAt <= context.now || endsAt.getTime() > context.now.getTime() + rule.mostDays * 86_400_000) throw new TooLong()
  if (wish.companionId && !(await relativesOf(tx, context)).some((one) => one.personId === wish.companionId)) throw new NotRelated()
  const { nameMasked } = await personSummary(tx, context, person)
  await sql`select pg_advisory_xact_lock(hashtext('companion.leave'), hashtext(${person}))`.execute(tx)
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from companion.leave where person_id = ${person} and ended_at is null and ends_at > ${context.now}`.execute(tx)
  if (rows[0]!.count >= rule.mostOpen) throw new TooMany()
  const id = newId()
  const scopes = [...new Set([...wish.scopes, ...(wish.scopes.includes('pay') ? ['bill'] : [])])]
  await sql`insert into companion.leave (person_id, id, companion_id, name, patient_masked, phone_sealed, phone_masked, code_hash, scopes, made_by, made_at, ends_at)
    values (${person}, ${id}, ${wish.companionId ?? null}, ${wish.name}, ${nameMasked}, ${wish.phone ? seal(wish.phone) : null}, ${wish.phone ? maskPhone(wish.phone) : ''}, ${hashOf(codeOf(id))},
      ${scopes}, ${actorId(context.actor)}, ${context.now}, ${endsAt})`.execute(tx)
  await audit(tx, context, { action: 'companion.make-leave', personId: person, subject: `leave/${id}`, detail: { scopes, endsAt: wish.endsAt } })
  await announce(tx, context, leaveMade({ personId: person, leaveId: id }))
  return id
}
