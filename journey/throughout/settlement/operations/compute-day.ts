import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import type { Figure } from '../contract.ts'
import { DayNotOver, EarlierDayFirst } from '../errors.ts'
import { settlementFile, type DayFigures } from '../files/settlement-file.ts'
import { lockedDay } from '../queries/days.ts'
import { dayFigures, judged, summed } from '../queries/figures-of.ts'

/**
 * Works out what each hospital owes or is owed for a day that is over. True when it was done now, false when it was done before.
 *
 * A transfer belongs to the first day worked out after it was committed whose cut-off it lies before: one that is committed
 * late goes to the next day. None is left out, and the key of `settlement.cleared` lets none in twice. Of two that work out the
 * same day at once, one does it and the other finds it done. Throws {@link DayNotOver}, {@link EarlierDayFirst}.
 */
export async function computeDay(tx: Tx, context: Context, day: string): Promise<boolean> {
  onlyTheCentre(context)
  const { status, cutOff } = await lockedDay(tx, day)
  if (status !== 'draft') return false
  if (cutOff > context.now) throw new DayNotOver()
  const earlier = await sql`select from settlement.day where day < ${day} and status = 'draft' limit 1`.execute(tx)
  if (earlier.rows.length > 0) throw new EarlierDayFirst()
  const { seen, searchFrom, transferCount, rows } = await claimTransfers(tx, day, cutOff)
  const figures = await dayFigures(tx, { day, cutOff, transferCount }, rows)
  await keep(tx, figures)
  const { sha256 } = settlementFile(figures)
  await sql`update settlement.day set status = 'computed', computed_at = ${context.now}, computed_by = ${actorId(context.actor)}, seen = ${seen}::pg_snapshot,
      search_from = ${searchFrom}::xid8, transfer_count = ${figures.transferCount}, entry_count = ${figures.entryCount}, file_sha256 = ${sha256}
    where day = ${day}`.execute(tx)
  await audit(tx, context, { action: 'settlement.compute-day', subject: `settlement/${day}`, institutionId: 0, detail: { transfers: figures.transferCount, entries: figures.entryCount, sha256 } })
  return true
}

/**
 * Writes down which transfers are this day's, all in one statement and so from one view of the books: what is committed now,
 * lies before the cut-off, and is no other day's. The search begins where the day before left something over.
 */
interface Claimed {
  readonly seen: string
  readonly searchFrom: string
  readonly transferCount: number
  readonly rows: readonly Figure[]
}

async function claimTransfers(tx: Tx, day: string, cutOff: Date): Promise<Claimed> {
  const { rows } = await sql<Claimed>`
    with looked as (
      select pg_current_snapshot() as seen, coalesce((
        -- Numbers above the present belong to a database this one was restored from: then everything is looked at.
        select case when search_from > pg_snapshot_xmax(pg_current_snapshot()) then null else search_from end
        from settlement.day where day < ${day} and status <> 'draft' order by day desc limit 1), '0'::xid8) as since),
    found as materialized (
      select s.* from looked, ledger.shared_since(looked.since) s where not exists (select from settlement.cleared c where c.transfer_id = s.transfer_id)),
    entries as materialized (select * from ledger.lines(0, array(select transfer_id from found where at < ${cutOff}))), ${judged},
    claimed as (
      insert into settlement.cleared (transfer_id, day, institution_id, what) select transfer_id, ${day}::date, institution_id, what from judged returning 1),
    figures as (${summed})
    select seen::text, least(pg_snapshot_xmin(seen), (select min(xid) from found where at >= ${cutOff}))::text as "searchFrom",
      (select count(*)::integer from claimed) as "transferCount", coalesce((select jsonb_agg(to_jsonb(figures)) from figures), '[]') as rows from looked`.execute(tx)
  return rows[0]!
}

async function keep(tx: Tx, { day, positions, figures }: DayFigures): Promise<void> {
  await sql`insert into settlement.position (institution_id, day, opening_cents, net_cents, settled_cents, closing_cents)
    select i, ${day}::date, o, n, s, c from unnest(${positions.map((one) => one.institutionId)}::integer[], ${positions.map((one) => one.openingCents)}::bigint[],
      ${positions.map((one) => one.netCents)}::bigint[], ${positions.map((one) => one.settledCents)}::bigint[], ${positions.map((one) => one.closingCents)}::bigint[]) u(i, o, n, s, c)`.execute(tx)
  await sql`insert into settlement.figure (institution_id, day, side, account, what, count, in_cents, out_cents)
    select i, ${day}::date, s, a, w, n, p, m from unnest(${figures.map((one) => one.institutionId)}::integer[], ${figures.map((one) => one.side)}::text[], ${figures.map((one) => one.account)}::text[],
      ${figures.map((one) => one.what)}::text[], ${figures.map((one) => one.count)}::integer[], ${figures.map((one) => one.inCents)}::bigint[], ${figures.map((one) => one.outCents)}::bigint[]) u(i, s, a, w, n, p, m)`.execute(tx)
}
