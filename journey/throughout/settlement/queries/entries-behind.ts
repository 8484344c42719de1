import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { type ClearedEntries, type ClearedEntry, ENTRIES_PER_PAGE, type EntriesQuery, type What } from '../contract.ts'

interface Row {
  readonly transferId: string
  readonly line: number
  readonly kind: string
  readonly what: What
  readonly reference: string
  readonly at: Date
  readonly cents: number
  readonly others: ClearedEntry['others']
}

/**
 * The entries of the ledger that a figure is the sum of, in the order of time, with the other side of each. `tx` must be allowed to
 * read the region's books. A person's purse is called by its kind: whose it is, is nobody's business here.
 */
export async function entriesBehind(tx: Tx, day: string, { side, institutionId, account, what, offset }: EntriesQuery): Promise<ClearedEntries> {
  const kinds = { hospital: 'member', wallet: 'wallet', credit: 'credit%', channel: 'clearing-%', custodian: 'custodian', other: '%' }[side]
  const chosen = sql`
    cleared as materialized (select transfer_id, what from settlement.cleared where day = ${day}
      and (${what ?? null}::text is null or what = ${what ?? null}) and (${side} <> 'hospital' or institution_id = ${institutionId})),
    lines as materialized (select * from ledger.lines(0, array(select transfer_id from cleared))),
    own as (select l.*, c.what from lines l join cleared c using (transfer_id)
      where l.account_kind like ${kinds} and (${side} <> 'hospital' or l.owner_ref = ${String(institutionId)})
        and (${side} <> 'credit' or l.account_kind in ('credit', 'credit-emergency'))
        and (${side} <> 'other' or not (l.account_kind in ('member', 'wallet', 'credit', 'credit-emergency', 'custodian') or l.account_kind like 'clearing-%'))
        and (${account ?? null}::text is null or ${account ?? null} = case when l.account_kind = 'custodian' then l.owner_ref else l.account_kind end))`
  const { rows: all } = await sql<{ count: number; cents: number }>`with ${chosen} select count(*)::integer as count, coalesce(sum(amount_cents), 0)::bigint as cents from own`.execute(tx)
  const { rows } = await sql<Row>`with ${chosen}
    select o.transfer_id as "transferId", o.line, o.kind, o.what, o.reference, o.at, o.amount_cents as cents,
      coalesce((select jsonb_agg(jsonb_build_object('account', case when l.account_kind in ('member', 'custodian') then l.account_kind || '/' || l.owner_ref else l.account_kind end,
        'cents', l.amount_cents) order by l.line) from lines l where l.transfer_id = o.transfer_id and l.line <> o.line), '[]') as others
    from own o order by o.at, o.transfer_id, o.line offset ${offset} limit ${ENTRIES_PER_PAGE}`.execute(tx)
  return { ...all[0]!, entries: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}
