import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { billReference } from '../books.ts'
import type { VisitCredit } from '../contract.ts'
import { owedBy, readLine, roomOf } from '../line.ts'

/** What its check-in came to; undefined when nobody checked in. */
export async function outcomeOf(tx: Tx, institutionId: number, visitId: string): Promise<VisitCredit['outcome'] | undefined> {
  const { rows } = await sql<{ outcome: VisitCredit['outcome'] }>`select outcome from credit.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  return rows[0]?.outcome
}

/** What paying after treatment means for one visit: kept, used, or why not. */
export async function visitCredit(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<VisitCredit> {
  const { now } = context
  const reference = billReference(visitId)
  const { rows } = await sql<VisitCredit & { personId: string | null; openCents: number }>`
    select v.person_id as "personId", coalesce((select sum(cents) from credit.promise p where p.institution_id = ${institutionId} and p.reference = ${reference}
        and p.cause = 'visit' and p.status = 'open' and p.expires_at > ${now}), 0)::bigint as "openCents", v.outcome, v.kept_cents as "keptCents", coalesce(d.cents, 0)::bigint as "usedCents", d.due_on::text as "dueOn",
      case when d.cents is not null then 'used'
        when v.outcome = 'emergency' or exists (select from credit.promise p where p.institution_id = ${institutionId} and p.reference = ${reference}
          and p.status = 'open' and (p.expires_at is null or p.expires_at > ${now})) then 'open' else 'over' end as state
    from (select 1) one
    left join credit.visit v on v.institution_id = ${institutionId} and v.visit_id = ${visitId}
    left join lateral (select sum(cents) as cents, max(due_on) as due_on from credit.debt where institution_id = ${institutionId} and reference = ${reference}) d on true`.execute(tx)
  const { personId, openCents, ...row } = rows[0]!
  return { ...row, keptCents: row.keptCents ?? 0, usableCents: personId ? await usable(tx, context, row.outcome, personId, openCents) : 0 }
}

async function usable(tx: Tx, context: Context, outcome: VisitCredit['outcome'], personId: string, keptCents: number): Promise<number> {
  if (outcome === 'emergency') return Number.MAX_SAFE_INTEGER
  const line = await readLine(tx, context, personId)
  if (!line) return 0
  const { overdueCents } = await owedBy(tx, context, personId)
  return overdueCents > 0 ? keptCents : keptCents + (await roomOf(tx, line))
}
