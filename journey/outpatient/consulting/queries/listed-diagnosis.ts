import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ChosenDiagnosis } from '../contract.ts'

/**
 * The edition of the code list that a chosen diagnosis comes from: the one in force, else the one it was chosen from
 * before the hospital changed lists, so that a draft begun in the morning can still be saved at noon.
 */
export async function editionOf(tx: Tx, { code, name }: ChosenDiagnosis): Promise<string | undefined> {
  const { rows } = await sql<{ edition: string }>`
    select d.edition from terminology.diagnosis d join terminology.edition e on e.id = d.edition
    where d.code = ${code} and d.name = ${name}
    order by e.active desc, e.imported_at desc limit 1`.execute(tx)
  return rows[0]?.edition
}
