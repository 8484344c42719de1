import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { bookingLifted, bookingRestricted } from '../events.ts'

export type RestrictedKind = 'person' | 'account' | 'device'

export interface NewRestriction {
  /** 0: the whole region. */
  readonly institutionId: number
  readonly subjectKind: RestrictedKind
  readonly subject: string
  /** Whom to tell, and who may appeal. */
  readonly personId: string | null
  readonly reason: string
  /** What it rests on; the same source restricts the same subject once. */
  readonly source: string
  readonly startsAt: Date
  readonly endsAt: Date
}

/** What counts is no longer enough: such a restriction may come back if it is enough again. */
export const COUNT_FELL = 'count-fell'

/**
 * Closes booking on line to a person, an account or a device for a time; the window and the telephone stay open, and what is
 * booked stays booked. The same source restricts once: said again it changes nothing, and one that a person lifted stays lifted.
 * Answers with its id when it now came into force, else null.
 */
export async function restrictBooking(tx: Tx, context: Context, given: NewRestriction): Promise<string | null> {
  const { institutionId, subjectKind, subject, personId, reason, source, startsAt, endsAt } = given
  const { rows } = await sql<{ id: string }>`
    insert into booking.restriction as r (institution_id, id, subject_kind, subject, person_id, reach, reason, source, starts_at, ends_at, decided_by, created_at)
    values (${institutionId}, ${newId()}, ${subjectKind}, ${subject}, ${personId}, 'online', ${reason}, ${source}, ${startsAt}, ${endsAt}, ${actorId(context.actor)}, ${context.now})
    on conflict (subject_kind, subject, source) where source <> '' do update
      set starts_at = excluded.starts_at, ends_at = excluded.ends_at, lifted_at = null, lifted_by = null, lift_reason = null
      where r.lift_reason = ${COUNT_FELL}
    returning id`.execute(tx)
  const made = rows[0]
  if (!made) return null
  await audit(tx, context, { action: 'booking.restrict', personId, subject: `restriction/${made.id}`, institutionId, detail: { subjectKind, reason, source, endsAt: endsAt.toISOString() } })
  await announce(tx, context, bookingRestricted({ institutionId, restrictionId: made.id, personId, subjectKind, reason, endsAt: endsAt.toISOString() }))
  return made.id
}

/** Opens booking on line again before the time is over. Lifting twice changes nothing; true when this lifted it. */
export async function liftRestriction(tx: Tx, context: Context, { institutionId, id, reason }: { readonly institutionId: number; readonly id: string; readonly reason: string }): Promise<boolean> {
  const { rows } = await sql<{ personId: string | null; subjectKind: RestrictedKind; restrictedFor: string; endsAt: Date }>`
    update booking.restriction set lifted_at = ${context.now}, lifted_by = ${actorId(context.actor)}, lift_reason = ${reason}
    where institution_id = ${institutionId} and id = ${id} and lifted_at is null
    returning person_id as "personId", subject_kind as "subjectKind", reason as "restrictedFor", ends_at as "endsAt"`.execute(tx)
  const lifted = rows[0]
  if (!lifted) return false
  const { personId, subjectKind, restrictedFor, endsAt } = lifted
  await audit(tx, context, { action: 'booking.lift-restriction', personId, subject: `restriction/${id}`, institutionId, detail: { reason } })
  await announce(tx, context, bookingLifted({ institutionId, restrictionId: id, personId, subjectKind, reason: restrictedFor, endsAt: endsAt.toISOString() }))
  return true
}
