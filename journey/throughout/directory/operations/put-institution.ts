import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { spellingColumn } from '#platform/text/index.ts'
import type { SheetRow } from '../import/read-workbook.ts'

/** The hospital by its code: a new number for a new one, the old number for one that is known. */
export async function putInstitution(tx: Tx, row: SheetRow): Promise<number> {
  const districtId = await districtNamed(tx, String(row['district']))
  const name = String(row['name'])
  const { rows } = await sql<{ id: number }>`
    insert into directory.institution (institution_id, code, kind, level, name, name_en, short_name, pinyin, district_id, address, phone, longitude, latitude,
      introduction, how_to_get_here, ticket_prefix)
    values ((select coalesce(max(institution_id), 0) + 1 from directory.institution), ${row['code']}, ${row['kind']}, ${row['level'] ?? ''}, ${name},
      ${row['nameEn'] ?? name}, ${row['shortName'] ?? name}, ${spellingColumn(name)}, ${districtId}, ${row['address']}, ${row['phone'] ?? ''},
      ${row['longitude']}, ${row['latitude']}, ${row['introduction'] ?? ''}, ${row['howToGetHere'] ?? ''}, ${row['ticketPrefix'] ?? 'A'})
    on conflict (code) do update set kind = excluded.kind, level = excluded.level, name = excluded.name, name_en = excluded.name_en,
      short_name = excluded.short_name, pinyin = excluded.pinyin, district_id = excluded.district_id, address = excluded.address, phone = excluded.phone,
      longitude = excluded.longitude, latitude = excluded.latitude, introduction = excluded.introduction, how_to_get_here = excluded.how_to_get_here,
      ticket_prefix = excluded.ticket_prefix, active = true
    returning institution_id as id`.execute(tx)
  return rows[0]!.id
}

async function districtNamed(tx: Tx, name: string): Promise<number> {
  await sql`insert into directory.district (id, name, name_en) select coalesce(max(id), 0) + 1, ${name}, ${capital(spellingColumn(name).split(' ')[0]!)}
    from directory.district having not bool_or(name = ${name}) or count(*) = 0`.execute(tx)
  const { rows } = await sql<{ id: number }>`select id from directory.district where name = ${name} order by id limit 1`.execute(tx)
  return rows[0]!.id
}

function capital(word: string): string {
  return word === '' ? word : word[0]!.toUpperCase() + word.slice(1)
}

/** A campus without a check-in code keeps the one it had, or gets one that cannot be guessed. */
export async function putCampuses(tx: Tx, institutionId: number, rows: readonly SheetRow[]): Promise<void> {
  const campuses = rows.map((row) => ({ ...row, fresh: `C${institutionId}-${String(row['id'])}-${randomBytes(6).toString('hex').toUpperCase()}` }))
  await sql`
    insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    select ${institutionId}, c.id, c.name, c.address, c.longitude, c.latitude, coalesce(nullif(c."checkInCode", ''), old.check_in_code, c.fresh)
    from json_to_recordset(${JSON.stringify(campuses)}::json)
      as c(id integer, name text, address text, longitude double precision, latitude double precision, "checkInCode" text, fresh text)
    left join directory.campus old on old.institution_id = ${institutionId} and old.id = c.id
    on conflict (institution_id, id) do update set name = excluded.name, address = excluded.address, longitude = excluded.longitude,
      latitude = excluded.latitude, check_in_code = excluded.check_in_code`.execute(tx)
}
