import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { What } from '../contract.ts'
import { DayNotFound, LedgerDiffers, NotComputed } from '../errors.ts'
import { bankFile } from '../files/bank-file.ts'
import { hospitalExtract } from '../files/hospital-extract.ts'
import { settlementFile } from '../files/settlement-file.ts'
import { type DayRow, dayRow, instructionsOf, positionsOf } from './days.ts'
import { figuresOf } from './figures-of.ts'

interface File {
  readonly text: string
  readonly sha256: string
}

/** The settlement file, made again from the ledger. */
export async function fileAgain(tx: Tx, row: Pick<DayRow, 'day' | 'status'>): Promise<File> {
  if (row.status === 'draft') throw new NotComputed()
  return settlementFile(await figuresOf(tx, row.day))
}

/** The settlement file, when the ledger still says what was written down; otherwise nobody gets one. */
export async function sameAsStored(tx: Tx, row: Pick<DayRow, 'day' | 'status' | 'fileSha256'>): Promise<File> {
  const file = await fileAgain(tx, row)
  if (file.sha256 !== row.fileSha256) throw new LedgerDiffers()
  return file
}

/** The settlement file of a day as it is written now. */
export async function fileOfDay(tx: Tx, day: string): Promise<File> {
  return fileAgain(tx, await dayRow(tx, day))
}

/** One hospital's entries of a day. `tx` must be allowed to read the region's books. */
export async function extractOf(tx: Tx, day: string, institutionId: number): Promise<File> {
  const row = await dayRow(tx, day)
  if (row.status === 'draft') throw new NotComputed()
  const position = (await positionsOf(tx, day)).find((one) => one.institutionId === institutionId)
  if (!position) throw new DayNotFound()
  const { rows } = await sql<{ transferId: string; line: number; what: What; kind: string; reference: string; at: Date; cents: number }>`
    select l.transfer_id as "transferId", l.line, c.what, l.kind, l.reference, l.at, l.amount_cents as cents
    from ledger.lines(0, array(select transfer_id from settlement.cleared where day = ${day} and institution_id = ${institutionId})) l
    join settlement.cleared c on c.transfer_id = l.transfer_id
    where l.account_kind = 'member' and l.owner_ref = ${String(institutionId)} order by l.at, l.transfer_id, l.line`.execute(tx)
  return hospitalExtract({ day, cutOff: row.cutOff, position, entries: rows })
}

/** What the bank is told about a day, as it stands now: a refused instruction appears with its new attempt. */
export async function bankFileOf(tx: Tx, day: string): Promise<File> {
  await dayRow(tx, day)
  return bankFile(day, await instructionsOf(tx, day))
}
