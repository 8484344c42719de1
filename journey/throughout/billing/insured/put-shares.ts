import { sql } from 'kysely'
import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { book, lines } from '../books.ts'
import type { Shares } from './fit.ts'

/** The accounts of those who bear a part beside the person. The claim is what the insurer is expected to bear; settled is what it has said it pays. */
export const payer = {
  claim: book.insurance,
  settled: (institutionId: number) => ({ institutionId, kind: 'insurance-settled' }),
  commercial: (institutionId: number) => ({ institutionId, kind: 'commercial-claim' }),
  relief: (institutionId: number) => ({ institutionId, kind: 'relief' }),
} as const

export interface SharedItem extends Shares {
  readonly itemId: string
  readonly totalCents: number
  readonly ceilingCents: number | null
  readonly ownPayCents: number
  readonly overCents: number
  readonly firstCents: number
}

interface Before {
  readonly itemId: string
  readonly insurance: number
  readonly commercial: number
  readonly relief: number
  readonly self: number
}

export async function openPayers(tx: Tx, context: Context, institutionId: number): Promise<void> {
  await openAccounts(tx, context, [payer.settled, payer.commercial, payer.relief].map((of) => ({ ...of(institutionId), busy: true })))
}

async function before(tx: Tx, institutionId: number, itemIds: readonly string[]): Promise<Map<string, Before>> {
  const { rows } = await sql<Before>`select i.id as "itemId", coalesce(s.fund_cents + s.account_cents, i.insurance_cents)::bigint as insurance,
      coalesce(s.commercial_cents, 0)::bigint as commercial, coalesce(s.relief_cents, 0)::bigint as relief, i.self_cents as self
    from billing.charge_item i left join billing.item_share s on s.institution_id = i.institution_id and s.item_id = i.id
    where i.institution_id = ${institutionId} and i.id = any (${itemIds}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.itemId, row]))
}

/** Moves what is expected from everybody to what it is now. The caller holds the bill's lock. */
async function move(tx: Tx, context: Context, { institutionId, billId }: OfBill, by: { insurance: number; commercial: number; relief: number; self: number }): Promise<void> {
  const moved = ([[payer.claim(institutionId), by.insurance], [payer.commercial(institutionId), by.commercial], [payer.relief(institutionId), by.relief],
    [book.bill(institutionId, billId), by.self]] as const).filter(([, cents]) => cents !== 0)
  if (moved.length === 0) return
  await openPayers(tx, context, institutionId)
  await postTransfer(tx, context, { institutionId, id: newId(), kind: 'share', reference: `bill/${billId}`, lines: lines(...moved) })
}

export interface OfBill {
  readonly institutionId: number
  readonly billId: string
  readonly personId: string
}

/** Writes who bears what of these items, and books the difference to what was believed before. The caller holds the bill's lock. */
export async function putShares(tx: Tx, context: Context, bill: OfBill, claimId: string, items: readonly SharedItem[]): Promise<void> {
  const { institutionId, billId, personId } = bill
  const was = await before(tx, institutionId, items.map((item) => item.itemId))
  const by = { insurance: 0, commercial: 0, relief: 0, self: 0 }
  for (const item of items) {
    const old = was.get(item.itemId)!
    by.insurance += item.fundCents + item.accountCents - old.insurance
    by.commercial += item.commercialCents - old.commercial
    by.relief += item.reliefCents - old.relief
    by.self += item.selfCents - old.self
    await sql`insert into billing.item_share (institution_id, item_id, bill_id, person_id, claim_id, state, total_cents, fund_cents, account_cents, commercial_cents, relief_cents,
        self_cents, ceiling_cents, own_pay_cents, over_cents, first_cents, charged_self_cents, changed_at)
      values (${institutionId}, ${item.itemId}, ${billId}, ${personId}, ${claimId}, 'quoted', ${item.totalCents}, ${item.fundCents}, ${item.accountCents}, ${item.commercialCents},
        ${item.reliefCents}, ${item.selfCents}, ${item.ceilingCents}, ${item.ownPayCents}, ${item.overCents}, ${item.firstCents}, ${old.self}, ${context.now})
      on conflict (institution_id, item_id) do update set claim_id = excluded.claim_id, state = 'quoted', fund_cents = excluded.fund_cents, account_cents = excluded.account_cents,
        commercial_cents = excluded.commercial_cents, relief_cents = excluded.relief_cents, self_cents = excluded.self_cents, ceiling_cents = excluded.ceiling_cents,
        own_pay_cents = excluded.own_pay_cents, over_cents = excluded.over_cents, first_cents = excluded.first_cents, changed_at = excluded.changed_at`.execute(tx)
    await sql`update billing.charge_item set self_cents = ${item.selfCents}, insurance_cents = total_cents - ${item.selfCents}
      where institution_id = ${institutionId} and id = ${item.itemId}`.execute(tx)
  }
  await move(tx, context, bill, by)
}

/** Before a charge is taken off, its parts are booked back to what the charge had booked: taking that back leaves nothing behind. */
export async function bringBack(tx: Tx, context: Context, institutionId: number, billId: string, itemId: string): Promise<void> {
  const { rows } = await sql<{ insurance: number; commercial: number; relief: number; self: number; charged: number; total: number; personId: string }>`
    select (fund_cents + account_cents)::bigint as insurance, commercial_cents as commercial, relief_cents as relief, self_cents as self, charged_self_cents as charged,
      total_cents as total, person_id as "personId"
    from billing.item_share where institution_id = ${institutionId} and item_id = ${itemId}`.execute(tx)
  const share = rows[0]
  if (!share) return
  await move(tx, context, { institutionId, billId, personId: share.personId }, {
    insurance: share.total - share.charged - share.insurance, commercial: -share.commercial, relief: -share.relief, self: share.charged - share.self,
  })
}
