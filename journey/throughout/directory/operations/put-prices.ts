import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { spellingColumn } from '#platform/text/index.ts'
import type { SheetRow } from '../import/read-workbook.ts'

/**
 * The price list by code and first day. An item that is no longer in the file ends today, so that yesterday's bills still find it.
 * Returns how many ended.
 */
export async function putPrices(tx: Tx, institutionId: number, rows: readonly SheetRow[], today: string): Promise<number> {
  const prices = rows.map((row) => ({ ...row, pinyin: spellingColumn(String(row['name'])), shareBp: Math.round(Number(row['insuranceShare'] ?? 0) * 100) }))
  await sql`
    insert into directory.price (institution_id, code, valid_from, valid_to, kind, name, name_en, pinyin, unit, price_cents, insurance_share_bp, department_id)
    select ${institutionId}, p.code, p."validFrom", p."validTo", p.kind, p.name, coalesce(p."nameEn", ''), p.pinyin, p.unit, p.cents, p."shareBp", d.id
    from json_to_recordset(${JSON.stringify(prices)}::json) as p(code text, "validFrom" date, "validTo" date, kind text, name text, "nameEn" text, pinyin text,
      unit text, cents integer, "shareBp" integer, "departmentCode" text)
    left join directory.department d on d.institution_id = ${institutionId} and d.code = p."departmentCode"
    on conflict (institution_id, code, valid_from) do update set valid_to = excluded.valid_to, kind = excluded.kind, name = excluded.name,
      name_en = excluded.name_en, pinyin = excluded.pinyin, unit = excluded.unit, price_cents = excluded.price_cents,
      insurance_share_bp = excluded.insurance_share_bp, department_id = excluded.department_id`.execute(tx)
  const { rows: ended } = await sql`
    update directory.price set valid_to = greatest(${today}::date, valid_from)
    where institution_id = ${institutionId} and (valid_to is null or valid_to > ${today}::date)
      and code <> all (${rows.map((row) => String(row['code']))}::text[])
    returning code`.execute(tx)
  return ended.length
}
