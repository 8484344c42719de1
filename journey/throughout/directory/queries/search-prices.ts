import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { normalise } from '#platform/text/index.ts'
import type { Price, PricesQuery } from '../contract.ts'

/**
 * Items of a hospital's price list by name, code, pinyin or initials, on the day of `at`; what begins with the words comes first.
 * No words: the list from its beginning.
 */
export async function searchPrices(tx: Tx, institutionId: number, { q, kind, limit }: PricesQuery, at: Date): Promise<Price[]> {
  const words = normalise(q)
  const inside = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Price>`
    select * from (
      select distinct on (code) institution_id as "institutionId", code, kind, name, name_en as "nameEn", unit,
        price_cents as "priceCents", insurance_share_bp as "insuranceShareBp", department_id as "departmentId", pinyin
      from directory.price
      where institution_id = ${institutionId} and (${kind ?? null}::text is null or kind = ${kind ?? null})
        and (lower(name) like ${inside} or pinyin like ${inside} or lower(code) like ${inside} or lower(name_en) like ${inside})
        and valid_from <= (${at}::timestamptz at time zone 'Asia/Shanghai')::date
        and (valid_to is null or valid_to >= (${at}::timestamptz at time zone 'Asia/Shanghai')::date)
      order by code, valid_from desc) p
    order by (lower(name) = ${words}) desc, position(${words} in lower(name)) = 1 desc, position(${words} in pinyin) = 1 desc, length(name), code
    limit ${limit}`.execute(tx)
  return rows.map(({ pinyin: _, ...price }: Price & { pinyin?: string }) => price)
}
