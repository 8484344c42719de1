import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { RelationKind, RelationScope } from '../contract.ts'
import { relationBegan } from '../events.ts'

export interface NewRelation {
  readonly personId: string
  readonly proxyId: string
  readonly kind: RelationKind
  readonly scope: readonly RelationScope[]
  readonly expiresAt: Date | null
}

/** From now on the proxy may act for the person; an earlier relation of the two that had ended begins anew. */
export async function beginRelation(tx: Tx, context: Context, relation: NewRelation): Promise<void> {
  await sql`select people.also_act_for(${relation.personId})`.execute(tx)
  const state = { kind: relation.kind, scope: [...relation.scope], status: 'active', active_from: context.now, expires_at: relation.expiresAt, ended_at: null, asked_at: context.now }
  await tx
    .insertInto('people.relation')
    .values({ person_id: relation.personId, proxy_id: relation.proxyId, ...state })
    .onConflict((conflict) => conflict.columns(['person_id', 'proxy_id']).doUpdateSet(state))
    .execute()
  await audit(tx, context, { action: 'people.begin-relation', personId: relation.personId, subject: `relation/${relation.personId}/${relation.proxyId}`, detail: { kind: relation.kind } })
  await announce(tx, context, relationBegan(relation.personId, relation.proxyId))
}
