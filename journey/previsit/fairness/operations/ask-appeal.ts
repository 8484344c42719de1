import { sql } from 'kysely'
import { restrictionsOf } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { AskAppeal } from '../contract.ts'
import { AlreadyAsked, AlreadyExcused, AppealDecided, AppealNotFound, NothingToAppeal } from '../errors.ts'
import { appealAsked } from '../events.ts'
import { answerWithin } from '../rules.ts'
import { workdaysAfter } from '../workdays-after.ts'

/**
 * A patient, or staff for them, says why an appointment was not kept or why a restriction is not right. A person answers within
 * the working days of the rule. Throws {@link NothingToAppeal}, {@link AlreadyExcused}, {@link AlreadyAsked}; of two that ask
 * for the same at once, one is taken.
 */
export async function askAppeal(tx: Tx, context: Context, { institutionId, incidentId, restrictionId, reason, said }: AskAppeal): Promise<{ id: string; answerBy: string }> {
  const personId = incidentId === undefined ? await ofRestriction(tx, context, institutionId, restrictionId!) : await ofIncident(tx, institutionId, incidentId)
  const id = newId()
  const answerBy = workdaysAfter(context.now, await answerWithin(tx, institutionId, context.now))
  try {
    await sql`insert into fairness.appeal (institution_id, id, person_id, incident_id, restriction_id, reason, said, asked_by, asked_by_staff, asked_at, answer_by)
      values (${institutionId}, ${id}, ${personId}, ${incidentId ?? null}, ${restrictionId ?? null}, ${reason}, ${said}, ${actorId(context.actor)},
        ${context.actor.kind === 'staff'}, ${context.now}, ${answerBy})`.execute(tx)
  } catch (error) {
    if (violates(error, 'appeal_once_at_a_time')) throw new AlreadyAsked()
    throw error
  }
  await audit(tx, context, { action: 'fairness.ask-appeal', personId, subject: `appeal/${id}`, institutionId, detail: { reason, about: incidentId ? 'incident' : 'restriction' } })
  await announce(tx, context, appealAsked({ institutionId, personId, appealId: id }))
  return { id, answerBy }
}

async function ofIncident(tx: Tx, institutionId: number, incidentId: string): Promise<string> {
  const { rows } = await sql<{ personId: string; excused: boolean }>`select person_id as "personId", excused_at is not null as excused
    from fairness.incident where institution_id = ${institutionId} and appointment_id = ${incidentId} for share`.execute(tx)
  if (!rows[0]) throw new NothingToAppeal()
  if (rows[0].excused) throw new AlreadyExcused()
  return rows[0].personId
}

/** A restriction of the device somebody asks from concerns whoever holds it; every other one is found only by those it concerns. */
async function ofRestriction(tx: Tx, context: Context, institutionId: number, id: string): Promise<string> {
  const { actor, device } = context
  const own = actor.kind === 'patient' ? { persons: actor.mayActFor, accountId: actor.accountId, ...(device === undefined ? {} : { device }) } : {}
  const found = (await restrictionsOf(tx, context, own)).find((one) => one.id === id && (one.institutionId === institutionId || one.institutionId === 0))
  const personId = found?.personId ?? (found && actor.kind === 'patient' ? actor.personId : undefined)
  if (personId === undefined) throw new NothingToAppeal()
  return personId
}

/** Takes back what was asked, as long as nobody answered. */
export async function withdrawAppeal(tx: Tx, context: Context, { institutionId, id }: { readonly institutionId: number; readonly id: string }): Promise<void> {
  const { rows } = await sql<{ personId: string; withdrawn: boolean }>`
    with taken as (update fairness.appeal set state = 'withdrawn' where institution_id = ${institutionId} and id = ${id} and state = 'asked' returning id)
    select person_id as "personId", exists (select from taken) as withdrawn from fairness.appeal where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (!rows[0]) throw new AppealNotFound()
  if (!rows[0].withdrawn) throw new AppealDecided()
  await audit(tx, context, { action: 'fairness.withdraw-appeal', personId: rows[0].personId, subject: `appeal/${id}`, institutionId })
}
