import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { restrictionsOf } from '#journey/previsit/booking/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { type Context, hasRole, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Application } from '../contract.ts'
import { ApplicationNotFound, DrawNotFound, NotOpen, NotYourPerson, PersonUnknown, Restricted } from '../errors.ts'
import { applicationsWhere, findDraw, type StoredDraw } from '../stored.ts'

export interface ApplyForDraw {
  readonly institutionId: number
  readonly drawId: string
  readonly personId: string
  /** Staff say so when another doctor sent the person. */
  readonly referred: boolean
}

/**
 * Puts a person's name into the draw. Applying twice, or by two family members, is one application; when it comes in the window
 * makes no difference. Its weight is fixed here by the rule published with the draw.
 * Throws {@link NotOpen}, {@link NotYourPerson}, {@link Restricted}.
 */
export async function applyForDraw(tx: Tx, context: Context, { institutionId, drawId, personId, referred }: ApplyForDraw): Promise<Application> {
  const { actor, now } = context
  if (!mayActFor(actor, personId)) throw new NotYourPerson()
  const draw = await findDraw(tx, institutionId, drawId)
  if (!draw) throw new DrawNotFound()
  if (draw.cancelledAt || now < draw.appliesFrom || now >= draw.appliesUntil) throw new NotOpen({ appliesFrom: draw.appliesFrom.toISOString(), appliesUntil: draw.appliesUntil.toISOString() })
  const entries = await entriesOf(tx, personId)
  if (entries.length === 0) throw new PersonUnknown()
  if (actor.kind === 'patient') {
    const barred = await restrictionsOf(tx, context, { persons: entries, accountId: actor.accountId })
    if (barred.some((one) => one.institutionId === 0 || one.institutionId === institutionId)) throw new Restricted()
  }
  const counted = referred && hasRole(actor, 'registrar', 'nurse', 'physician', 'manager')
  const earlier = await earlierLosses(tx, draw, entries, now)
  const { base, perEarlier, referral, cap } = draw.weights
  const weight = Math.min(cap, base + perEarlier * earlier + (counted ? referral : 0))
  const { rows } = await sql<{ fresh: boolean }>`
    insert into lottery.application (institution_id, draw_id, id, person_id, account_id, applied_at, weight, earlier, referred, changed_at)
    values (${institutionId}, ${drawId}, ${randomUUID()}, ${personId}, ${accountOf(context)}, ${now}, ${weight}, ${earlier}, ${counted}, ${now})
    on conflict (institution_id, draw_id, person_id) do update set status = 'applied', changed_at = ${now}, account_id = excluded.account_id,
      referred = lottery.application.referred or excluded.referred, weight = greatest(lottery.application.weight, excluded.weight)
      where lottery.application.status = 'withdrawn' or (lottery.application.status = 'applied' and excluded.referred and not lottery.application.referred)
    returning true as fresh`.execute(tx)
  const application = (await applicationsWhere(tx, sql`institution_id = ${institutionId} and draw_id = ${drawId} and person_id = ${personId}`))[0]!
  if (rows[0]) await tell(tx, context, application, 'apply', 'lottery.applied.v1')
  return application
}

/** Takes a name out again while the window is open. */
export async function withdrawFromDraw(tx: Tx, context: Context, { institutionId, drawId, id }: { institutionId: number; drawId: string; id: string }): Promise<Application> {
  const draw = await findDraw(tx, institutionId, drawId)
  const find = async () => (await applicationsWhere(tx, sql`institution_id = ${institutionId} and draw_id = ${drawId} and id = ${id}`))[0]
  const application = await find()
  if (!draw || !application) throw new ApplicationNotFound()
  if (application.status === 'withdrawn') return application
  if (context.now >= draw.appliesUntil) throw new NotOpen()
  await sql`update lottery.application set status = 'withdrawn', changed_at = ${context.now}
    where institution_id = ${institutionId} and draw_id = ${drawId} and id = ${id} and status = 'applied'`.execute(tx)
  await tell(tx, context, application, 'withdraw', 'lottery.withdrawn.v1')
  return (await find())!
}

/** How often this person was not drawn here lately; each application counts once, for whichever doctor. */
async function earlierLosses(tx: Tx, { institutionId, weights }: StoredDraw, entries: readonly string[], now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from lottery.application a
    where a.person_id = any (${[...entries]}::uuid[]) and a.institution_id = ${institutionId} and a.status = 'lost'
      and a.changed_at > ${now}::timestamptz - make_interval(days => ${weights.withinDays})`.execute(tx)
  return rows[0]!.n
}

/** Jobs have no account; theirs is nobody's. */
function accountOf({ actor }: Context): string {
  return actor.kind === 'patient' || actor.kind === 'staff' ? actor.accountId : '00000000-0000-0000-0000-000000000000'
}

async function tell(tx: Tx, context: Context, { institutionId, drawId, id, personId }: Application, act: string, type: string): Promise<void> {
  await audit(tx, context, { action: `lottery.${act}`, personId, subject: `application/${id}`, institutionId, detail: { by: actorId(context.actor) } })
  await announce(tx, context, { type, institutionId, topics: [`person:${personId}`], payload: { institutionId, drawId, applicationId: id, personId } })
}
