import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { normalise, spell } from '#platform/text/index.ts'
import type { ListFault, ListReport } from '../contract.ts'
import { codeForm } from '../code-form.ts'
import { gramsOf } from '../grams.ts'

export interface ListRow {
  /** Where it stands in the file, for the report. */
  readonly row: number
  readonly code: string
  readonly name: string
  readonly nameEn: string
}

export interface ImportedList {
  readonly edition: string
  readonly editionName: string
  readonly rows: readonly ListRow[]
  /** 'in-force': doctors search it from now on; 'beside': kept for later. */
  readonly use: 'in-force' | 'beside'
  /** 'left-out': faulty rows are told and left out; otherwise one is enough to refuse the whole list. */
  readonly faultyRows?: 'refused' | 'left-out'
}

const BATCH = 5000
/** A00, A00.0, A00.001, A38xx01 and A00.900x001 of the national editions, pairs such as A01.003+G01*, morphology M8000/0. */
const CODE = /^[A-Z]\d{2}[0-9A-Z.]{0,12}(\/\d)?[+*]?(\+?[A-Z]\d{2}[0-9A-Z.]{0,12}\*)?$/i

/** Every row that cannot be used, so that a list is corrected once and not row by row. */
export function faultsOf(rows: readonly ListRow[]): ListFault[] {
  const seen = new Set<string>()
  return rows.flatMap(({ row, code, name }): ListFault[] => {
    if (code === '') return [{ row, code: 'code-missing', value: name }]
    if (!CODE.test(code)) return [{ row, code: 'code-shape', value: code }]
    if (name === '') return [{ row, code: 'name-missing', value: code }]
    const pair = `${codeForm(code)} ${name}`
    if (seen.has(pair)) return [{ row, code: 'twice', value: code }]
    seen.add(pair)
    return []
  })
}

/**
 * Replaces an edition of the diagnosis list and, when asked, puts it in force. With any fault nothing is written,
 * unless faulty rows are to be left out.
 * Doctors who search meanwhile see the old list until this commits, and then the new one: never half of one.
 */
export async function importDiagnoses(tx: Tx, list: ImportedList, now: Date): Promise<ListReport> {
  const faults = faultsOf(list.rows)
  const faulty = new Set(faults.map((fault) => fault.row))
  const rows = list.rows.filter((row) => !faulty.has(row.row))
  const report = { edition: list.edition, rows: rows.length, faults }
  if (rows.length === 0 || (faults.length > 0 && list.faultyRows !== 'left-out')) return { ...report, written: false }
  await sql`insert into terminology.edition (id, name, imported_at, code_count) values (${list.edition}, ${list.editionName}, ${now}, ${rows.length})
    on conflict (id) do update set name = excluded.name, imported_at = excluded.imported_at, code_count = excluded.code_count`.execute(tx)
  await sql`delete from terminology.diagnosis where edition = ${list.edition}`.execute(tx)
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH).map(({ code, name, nameEn }) => {
      const { full, initials } = spell(name)
      return { code: codeForm(code), name: name.normalize('NFKC'), name_en: nameEn, spelling: full, initials, grams: gramsOf(normalise(name)) }
    })
    await sql`insert into terminology.diagnosis (edition, code, name, name_en, spelling, initials, grams)
      select ${list.edition}, code, name, name_en, spelling, initials, grams
      from json_to_recordset(${JSON.stringify(batch)}::json) as d(code text, name text, name_en text, spelling text, initials text, grams text[])
      on conflict do nothing`.execute(tx)
  }
  if (list.use === 'in-force') await putInForce(tx, list.edition)
  return { ...report, written: true }
}

async function putInForce(tx: Tx, edition: string): Promise<void> {
  await sql`update terminology.edition set active = false where active and id <> ${edition}`.execute(tx)
  await sql`update terminology.edition set active = true where id = ${edition} and not active`.execute(tx)
}
