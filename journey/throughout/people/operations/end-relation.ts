import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { RelationNotFound } from '../errors.ts'
import { relationEnded } from '../events.ts'

/**
 * Ends a relation, from either side, at once and without asking the other. What was booked stays booked.
 * Throws {@link RelationNotFound} for what is not the actor's own, or has ended.
 */
export async function endRelation(tx: Tx, context: Context, { personId, proxyId }: { personId: string; proxyId: string }): Promise<void> {
  if (context.actor.kind !== 'patient') throw new RelationNotFound()
  const self = context.actor.personId
  if (personId !== self && proxyId !== self) throw new RelationNotFound()
  const ended = await tx
    .updateTable('people.relation')
    .set({ status: 'ended', ended_at: context.now })
    .where('person_id', '=', personId)
    .where('proxy_id', '=', proxyId)
    .where('status', '=', 'active')
    .returning('person_id')
    .executeTakeFirst()
  if (!ended) throw new RelationNotFound()
  await audit(tx, context, { action: 'people.end-relation', personId, subject: `relation/${personId}/${proxyId}` })
  await announce(tx, context, relationEnded(personId, proxyId))
}
