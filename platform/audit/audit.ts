import { sql } from 'kysely'
import type { Actor, Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export interface AuditEntry {
  /** What was done: `<module>.<verb-noun>`, `booking.cancel-appointment`. */
  readonly action: string
  /** Whose data it was. */
  readonly personId?: string | null
  /** What was touched: `appointment/<id>`. */
  readonly subject: string
  readonly result?: 'done' | 'refused'
  /** Facts for the auditor; never the personal data itself. */
  readonly detail?: object
  readonly institutionId?: number | null
}

export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'patient':
    case 'staff':
      return actor.accountId
    case 'system':
      return actor.name
    case 'client':
      return `client:${actor.clientId}`
    case 'anonymous':
      return 'anonymous'
  }
}

/** Notes who read or changed whose data, and why, in the same transaction as the act itself. */
export async function audit(tx: Tx, context: Context, entry: AuditEntry): Promise<void> {
  const institutionId = entry.institutionId ?? context.institutionId ?? 0
  await sql`insert into platform.audit
      (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, result, request_id, detail)
    values (${institutionId}, ${context.now}, ${context.actor.kind}, ${actorId(context.actor)}, ${entry.action},
      ${entry.personId ?? null}, ${entry.subject}, ${context.purpose}, ${entry.result ?? 'done'}, ${context.requestId},
      ${JSON.stringify(entry.detail ?? {})})`.execute(tx)
}

/** The same for many acts of one kind, in one statement. */
export async function auditAll(tx: Tx, context: Context, action: string, touched: readonly { readonly institutionId: number; readonly personId: string; readonly subject: string }[]): Promise<void> {
  if (touched.length === 0) return
  await sql`insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select u.i, ${context.now}, ${context.actor.kind}, ${actorId(context.actor)}, ${action}, u.p, u.s, ${context.purpose}, ${context.requestId}
    from unnest(${touched.map((one) => one.institutionId)}::integer[], ${touched.map((one) => one.personId)}::uuid[], ${touched.map((one) => one.subject)}::text[]) u(i, p, s)`.execute(tx)
}
