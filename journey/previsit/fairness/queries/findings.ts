import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Advice, Counter, FindingInList, FindingState, ScalpingRule, Signal } from '../contract.ts'

export interface FindingRow {
  readonly id: string
  readonly state: FindingState
  readonly score: number
  readonly advice: Advice
  readonly signals: Signal[]
  readonly counter: Counter[]
  readonly rule: ScalpingRule
  readonly openedAt: Date
  readonly changedAt: Date
  readonly accounts: number
  readonly devices: number
  readonly persons: number
  readonly bookings: number
  readonly elsewhere: { readonly hospitals: number; readonly bookings: number; readonly score: number } | null
}

const STRONGEST = 3

/** Findings of an institution by a condition on the table, what waits for a person first. */
export async function findingsWhere(tx: Tx, institutionId: number, condition: ReturnType<typeof sql>): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select f.id, f.state, f.score, f.advice, f.signals, f.counter, f.rule, f.opened_at as "openedAt", f.changed_at as "changedAt", f.elsewhere,
      count(*) filter (where m.kind = 'account')::integer as accounts, count(*) filter (where m.kind = 'device')::integer as devices,
      count(*) filter (where m.kind = 'person')::integer as persons, coalesce(sum(m.bookings) filter (where m.kind = 'account'), 0)::integer as bookings
    from fairness.finding f join fairness.finding_member m on m.institution_id = f.institution_id and m.finding_id = f.id
    where f.institution_id = ${institutionId} and ${condition}
    group by f.institution_id, f.id
    order by array_position(array['proposed', 'open', 'watched'], f.state) nulls last, greatest(f.score, coalesce((f.elsewhere->>'score')::integer, 0)) desc, f.changed_at desc limit 200`.execute(tx)
  return rows
}

export function inList(row: FindingRow): FindingInList {
  const { id, state, score, advice, accounts, devices, persons, bookings, elsewhere } = row
  return {
    id, state, score, advice, accounts, devices, persons, bookings, elsewhere, openedAt: row.openedAt.toISOString(), changedAt: row.changedAt.toISOString(),
    strongest: row.signals.filter((one) => one.points > 0 || one.evidence.length > 0).toSorted((a, b) => b.points - a.points).slice(0, STRONGEST).map((one) => one.code),
  }
}
