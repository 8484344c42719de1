import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { csvRecords } from '#platform/text/index.ts'
import { importDiagnoses, type ListRow } from './import-diagnoses.ts'

const FILE = new URL('../lists/starter-diagnoses.csv', import.meta.url)
const EDITION = 'starter'

export async function readStarterDiagnoses(): Promise<ListRow[]> {
  const rows = csvRecords(await readFile(FILE, 'utf8'))
  return rows.map((row, i) => ({ row: i + 2, code: row['code']!, name: row['name']!, nameEn: row['name_en'] ?? '' }))
}

/** Gives a new region the list of common diagnoses that ships. A region that has imported its own list keeps that in force. */
export async function installStarterDiagnoses(tx: Tx, now: Date): Promise<void> {
  const rows = await readStarterDiagnoses()
  const { rows: known } = await sql<{ id: string; code_count: number }>`select id, code_count from terminology.edition where id = ${EDITION} or active`.execute(tx)
  if (known.some((edition) => edition.id === EDITION && edition.code_count === rows.length)) return
  const use = known.some((edition) => edition.id !== EDITION) ? 'beside' : 'in-force'
  await importDiagnoses(tx, { edition: EDITION, editionName: '常见诊断（随平台提供）', rows, use }, now)
}
