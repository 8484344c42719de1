import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Figure, Position } from '../contract.ts'
import type { DayFigures } from '../files/settlement-file.ts'

interface Head {
  readonly cutOff: Date
  readonly transferCount: number
}

/**
 * A day's figures from the entries of the ledger, and nothing else: asked when the day is worked out, and again at any later
 * time with the same answer. Which transfers are the day's was written down once and never changes.
 */
export async function figuresOf(tx: Tx, day: string): Promise<DayFigures> {
  const head = (await sql<Head>`select cut_off as "cutOff", (select count(*)::integer from settlement.cleared where day = ${day}) as "transferCount"
    from settlement.day where day = ${day}`.execute(tx)).rows[0]!
  const { rows } = await sql<Figure>`
    with entries as materialized (select * from ledger.lines(0, array(select transfer_id from settlement.cleared where day = ${day}))), ${judged} ${summed}`.execute(tx)
  return dayFigures(tx, { day, ...head }, rows)
}

/** Follows `entries`, lines of the ledger: what each of their transfers is, and for which hospital. */
export const judged = sql`judged as materialized (
  select transfer_id, coalesce(max(owner_ref::integer) filter (where account_kind = 'member'), 0) as institution_id,
    settlement.what_it_is(min(kind), bool_or(takes_back), coalesce(sum(amount_cents) filter (where account_kind = 'wallet'), 0)::bigint,
      coalesce(sum(amount_cents) filter (where account_kind in ('credit', 'credit-emergency')), 0)::bigint) as what
  from entries group by transfer_id)`

/** The entries by side of the books, account and purpose: the same question when a day is worked out and ever after. */
export const summed = sql`
  select case when account_kind = 'member' then owner_ref::integer else 0 end as "institutionId",
    case when account_kind = 'member' then 'hospital' when account_kind in ('wallet', 'custodian') then account_kind when account_kind in ('credit', 'credit-emergency') then 'credit'
      when account_kind like 'clearing-%' then 'channel' else 'other' end as side,
    case when account_kind = 'custodian' then owner_ref else account_kind end as account, what,
    count(*)::integer as count, coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint as "inCents",
    coalesce(sum(amount_cents) filter (where amount_cents < 0), 0)::bigint as "outCents"
  from entries join judged using (transfer_id) group by 1, 2, 3, 4`

/** A day's figures in the order of the file, with what they leave open at each hospital. */
export async function dayFigures(tx: Tx, { day, cutOff, transferCount }: Head & { readonly day: string }, rows: readonly Figure[]): Promise<DayFigures> {
  const figures = rows.toSorted(inOrder)
  return {
    day, cutOff, transferCount, entryCount: figures.reduce((sum, one) => sum + one.count, 0),
    figures, positions: await positionsFrom(tx, day, figures),
  }
}

/** By code unit, so that no setting of a database or a machine changes the order of a file. */
function inOrder(a: Figure, b: Figure): number {
  const key = (one: Figure) => `${one.side}|${String(one.institutionId).padStart(9, '0')}|${one.account}|${one.what}`
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}

/** What each hospital had open before, and what the day did to it. Hospitals with nothing open and nothing done are left out. */
async function positionsFrom(tx: Tx, day: string, figures: readonly Figure[]): Promise<Position[]> {
  const { rows } = await sql<{ institutionId: number; cents: number }>`
    select distinct on (institution_id) institution_id as "institutionId", closing_cents as cents
    from settlement.position where day < ${day} order by institution_id, day desc`.execute(tx)
  const openings = new Map(rows.map((row) => [row.institutionId, row.cents]))
  const own = Map.groupBy(figures.filter((figure) => figure.side === 'hospital'), (figure) => figure.institutionId)
  const hospitals = [...new Set([...own.keys(), ...[...openings].filter(([, cents]) => cents !== 0).map(([id]) => id)])].toSorted((a, b) => a - b)
  return hospitals.map((institutionId) => {
    const sum = (settled: boolean) => (own.get(institutionId) ?? []).filter(({ what }) => (what === 'settled') === settled).reduce((cents, one) => cents + one.inCents + one.outCents, 0)
    const openingCents = openings.get(institutionId) ?? 0
    const [netCents, settledCents] = [sum(false), sum(true)]
    return { institutionId, openingCents, netCents, settledCents, closingCents: openingCents + netCents + settledCents }
  })
}
