import exceljs from 'exceljs'
import type { ImportFault } from '../contract.ts'
import { NotAWorkbook } from '../errors.ts'
import { cellText, readCell, type Value } from './cells.ts'
import { type Column, type Sheet, type SheetName, sheets } from './sheets.ts'

/** A row of a sheet by the columns' keys, with its number in the file. */
export interface SheetRow {
  readonly row: number
  readonly [key: string]: Value
}

export interface ReadWorkbook {
  readonly rows: Readonly<Record<SheetName, readonly SheetRow[]>>
  readonly faults: readonly ImportFault[]
}

/** Reads every sheet and notes everything that cannot be read; nothing stops at the first fault. */
export async function readWorkbook(bytes: Uint8Array): Promise<ReadWorkbook> {
  const workbook = new exceljs.Workbook()
  try {
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
  } catch {
    throw new NotAWorkbook()
  }
  const faults: ImportFault[] = []
  const read = (name: SheetName): SheetRow[] => readSheet(workbook, sheets[name], faults)
  const rows = {
    hospital: read('hospital'), campuses: read('campuses'), departments: read('departments'), practitioners: read('practitioners'),
    services: read('services'), templates: read('templates'), prices: read('prices'),
  }
  for (const extra of rows.hospital.slice(1)) faults.push({ sheet: sheets.hospital.name, row: extra.row, column: '', value: '', code: 'one-row-only' })
  return { rows, faults }
}

function readSheet(workbook: exceljs.Workbook, sheet: Sheet, faults: ImportFault[]): SheetRow[] {
  const found = workbook.getWorksheet(sheet.name)
  if (!found) {
    faults.push({ sheet: sheet.name, row: 0, column: '', value: '', code: 'missing-sheet' })
    return []
  }
  const places = columnPlaces(found, sheet, faults)
  const rows: SheetRow[] = []
  found.eachRow((row, number) => {
    if (number === 1) return
    const cells = [...places].map(([key, { column, place }]) => ({ key, column, raw: row.getCell(place).value }))
    if (cells.every(({ raw }) => cellText(raw) === '')) return
    const values: Record<string, Value> = {}
    for (const { key, column, raw } of cells) {
      const answer = readCell(column, raw)
      if ('value' in answer) values[key] = answer.value
      else faults.push({ sheet: sheet.name, row: number, column: column.header, value: cellText(raw), code: answer.fault })
    }
    rows.push({ row: number, ...values })
  })
  if (rows.length === 0 && !sheet.mayBeEmpty) faults.push({ sheet: sheet.name, row: 0, column: '', value: '', code: 'empty-sheet' })
  return rows
}

/** Columns are found by their header, in any order; one that is optional may be absent. */
function columnPlaces(found: exceljs.Worksheet, sheet: Sheet, faults: ImportFault[]): Map<string, { column: Column; place: number }> {
  const byHeader = new Map<string, number>()
  found.getRow(1).eachCell((cell, place) => byHeader.set(cellText(cell.value).normalize('NFKC').replace(/\*$/, '').trim(), place))
  const places = new Map<string, { column: Column; place: number }>()
  for (const [key, column] of Object.entries(sheet.columns)) {
    const place = byHeader.get(column.header.normalize('NFKC'))
    if (place !== undefined) places.set(key, { column, place })
    else if (column.required) faults.push({ sheet: sheet.name, row: 1, column: column.header, value: '', code: 'missing-column' })
  }
  return places
}
