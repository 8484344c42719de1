import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ChargeItem, InsurerView, ItemShares } from '../contract.ts'
import { standingClaims } from './claims-of-items.ts'

type Bare = Omit<ChargeItem, 'shares' | 'priceValidFrom'>
interface Row extends Omit<ItemShares, 'state'> {
  readonly itemId: string
  readonly state: ItemShares['state'] | null
  readonly priceValidFrom: string | null
}

/** Every item with who bears what of it and why, and since when its price has held. Before the insurer spoke, the price list's estimate. */
export async function withShares(tx: Tx, institutionId: number, billId: string, items: readonly Bare[]): Promise<ChargeItem[]> {
  const { rows } = await sql<Row>`select i.id as "itemId", s.state, coalesce(s.fund_cents, i.insurance_cents) as "fundCents", coalesce(s.account_cents, 0)::bigint as "accountCents",
      coalesce(s.commercial_cents, 0)::bigint as "commercialCents", coalesce(s.relief_cents, 0)::bigint as "reliefCents", coalesce(s.own_pay_cents, 0)::bigint as "ownPayCents",
      coalesce(s.over_cents, 0)::bigint as "overCents", coalesce(s.first_cents, 0)::bigint as "firstCents", s.ceiling_cents as "ceilingCents",
      (select p.valid_from::text from directory.price p where p.institution_id = i.institution_id and p.code = i.code and p.price_cents = i.unit_cents
         and p.valid_from <= (i.added_at at time zone 'Asia/Shanghai')::date and (p.valid_to is null or p.valid_to >= (i.added_at at time zone 'Asia/Shanghai')::date)
         order by p.valid_from desc limit 1) as "priceValidFrom"
    from billing.charge_item i left join billing.item_share s on s.institution_id = i.institution_id and s.item_id = i.id
    where i.institution_id = ${institutionId} and i.bill_id = ${billId}`.execute(tx)
  return items.map((item) => {
    const { itemId: _, state, priceValidFrom, ...shares } = rows.find((row) => row.itemId === item.id)!
    return { ...item, priceValidFrom, shares: { ...shares, state: state ?? 'estimate' } }
  })
}

/** How far the insurer is with a bill, and what each payer bears of everything that stands. */
export async function insurerView(tx: Tx, institutionId: number, billId: string, insured: boolean, items: readonly ChargeItem[]): Promise<InsurerView> {
  const standing = items.filter((item) => item.status !== 'cancelled')
  const sum = (of: 'fundCents' | 'accountCents' | 'commercialCents' | 'reliefCents') => standing.reduce((total, item) => total + item.shares[of], 0)
  const sums = { fundCents: sum('fundCents'), accountCents: sum('accountCents'), commercialCents: sum('commercialCents'), reliefCents: sum('reliefCents') }
  if (!insured || !standing.some((item) => item.insuranceShareBp > 0)) return { ...sums, state: 'none', useAccount: false, hasAccount: false }
  const claims = await standingClaims(tx, institutionId, billId)
  const paid = new Set(standing.filter((item) => item.status === 'paid').map((item) => item.id))
  const concerns = claims.filter((claim) => claim.items.some((item) => paid.has(item.itemId)))
  const state = concerns.some((claim) => claim.openMsgid !== null && claim.checks > 0) ? 'unknown'
    : concerns.some((claim) => claim.state === 'refused' || claim.state === 'disputed') ? 'waits-for-hospital'
    : concerns.some((claim) => claim.state !== 'settled') ? 'settling'
    : standing.every((item) => item.shares.state === 'settled' || item.totalCents === 0) ? 'settled'
    : standing.every((item) => item.shares.state !== 'estimate' || item.totalCents === 0) ? 'quoted' : 'estimate'
  const last = claims.at(-1)
  return { ...sums, state, useAccount: last?.useAccount ?? false, hasAccount: last?.insutype !== '390' }
}
