import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { BoxCount } from '../contract.ts'
import { BoxNotOut } from '../errors.ts'

interface Row extends Omit<BoxCount, 'takenOutAt' | 'countedAt'> {
  readonly takenOutAt: Date
  readonly countedAt: Date | null
}

// What should be in a box that nobody has counted is told to nobody.
const columns = sql`id, machine, taken_out_at as "takenOutAt", taken_out_by as "takenOutBy", counted_at as "countedAt", coalesce(counted_by, '') as "countedBy",
  case when counted_at is not null then expected_cents end as "expectedCents", counted_cents as "countedCents", difference_cents as "differenceCents", note`

const asCount = (row: Row): BoxCount => ({ ...row, takenOutAt: row.takenOutAt.toISOString(), countedAt: row.countedAt?.toISOString() ?? null })

export async function boxCount(tx: Tx, institutionId: number, id: string): Promise<BoxCount> {
  const { rows } = await sql<Row>`select ${columns} from billing.box_count where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (!rows[0]) throw new BoxNotOut()
  return asCount(rows[0])
}

/** Boxes that wait to be counted, and those of the last weeks, newest first. */
export async function boxCounts(tx: Tx, institutionId: number): Promise<BoxCount[]> {
  return (await sql<Row>`select ${columns} from billing.box_count where institution_id = ${institutionId} order by counted_at is not null, taken_out_at desc limit 20`.execute(tx)).rows.map(asCount)
}

export interface BoxOfDay {
  readonly machine: string
  /** What people put in between the two moments. */
  readonly takenCents: number
  readonly counts: readonly BoxCount[]
}

/** What each machine took between two moments, and the boxes that were taken out of it or counted then. */
export async function boxesBetween(tx: Tx, { institutionId, from, until }: { institutionId: number; from: Date; until: Date }): Promise<BoxOfDay[]> {
  const { rows: taken } = await sql<{ machine: string; cents: number }>`select i.machine, sum(p.channel_cents)::bigint as cents
    from billing.payment p join billing.cash_intake i on i.institution_id = p.institution_id and i.id = p.intake_id
    where p.institution_id = ${institutionId} and p.state = 'succeeded' and p.ended_at >= ${from} and p.ended_at < ${until} group by i.machine`.execute(tx)
  const { rows } = await sql<Row>`select ${columns} from billing.box_count where institution_id = ${institutionId} 
      and ((taken_out_at >= ${from} and taken_out_at < ${until}) or (counted_at >= ${from} and counted_at < ${until})) order by taken_out_at`.execute(tx)
  const machines = [...new Set([...taken, ...rows].map(({ machine }) => machine))].toSorted()
  return machines.map((machine) => ({ machine, takenCents: taken.find((one) => one.machine === machine)?.cents ?? 0, counts: rows.filter((one) => one.machine === machine).map(asCount) }))
}
