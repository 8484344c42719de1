import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { billReference } from '../books.ts'
import type { VisitCredit } from '../contract.ts'

/** What its check-in came to; undefined when nobody checked in. */
export async function outcomeOf(tx: Tx, institutionId: number, visitId: string): Promise<VisitCredit['outcome'] | undefined> {
  const { rows } = await sql<{ outcome: VisitCredit['outcome'] }>`select outcome from credit.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  return rows[0]?.outcome
}

/** What paying after treatment means for one visit: kept, used, or why not. */
export async function visitCredit(tx: Tx, { now }: Pick<Context, 'now'>, institutionId: number, visitId: string): Promise<VisitCredit> {
  const reference = billReference(visitId)
  const { rows } = await sql<VisitCredit>`
    select v.outcome, v.kept_cents as "keptCents", coalesce(d.cents, 0)::bigint as "usedCents", d.due_on::text as "dueOn",
      case when d.cents is not null then 'used'
        when v.outcome = 'emergency' or exists (select from credit.promise p where p.institution_id = ${institutionId} and p.reference = ${reference}
          and p.status = 'open' and (p.expires_at is null or p.expires_at > ${now})) then 'open' else 'over' end as state
    from (select 1) one
    left join credit.visit v on v.institution_id = ${institutionId} and v.visit_id = ${visitId}
    left join lateral (select sum(cents) as cents, max(due_on) as due_on from credit.debt where institution_id = ${institutionId} and reference = ${reference}) d on true`.execute(tx)
  const row = rows[0]!
  return { ...row, keptCents: row.keptCents ?? 0 }
}
