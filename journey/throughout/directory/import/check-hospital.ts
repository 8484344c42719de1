import type { ImportFault, ImportFaultCode } from '../contract.ts'
import type { ReadWorkbook, SheetRow } from './read-workbook.ts'
import { type SheetName, sheets } from './sheets.ts'

/** What the region already has that a file may refer to. */
export interface Known {
  readonly subjects: ReadonlySet<string>
}

/** Everything between rows and sheets that does not fit: doubles, references to nothing, times that run backwards. */
export function checkHospital({ rows, faults }: ReadWorkbook, known: Known): ImportFault[] {
  const found: ImportFault[] = [...faults]
  const note = (name: SheetName, row: SheetRow, key: string, code: ImportFaultCode): void => {
    const columns: Readonly<Record<string, { readonly header: string }>> = sheets[name].columns
    const value = row[key]
    found.push({ sheet: sheets[name].name, row: row.row, column: columns[key]!.header, value: Array.isArray(value) ? value.join(',') : String(value ?? ''), code })
  }
  for (const name of ['departments', 'practitioners', 'services'] as const) noteDoubles(name, rows[name], ['code'], note)
  noteDoubles('campuses', rows.campuses, ['id'], note)
  noteDoubles('prices', rows.prices, ['code', 'validFrom'], note)
  noteUnknown(rows, known, note)
  for (const name of ['templates', 'prices'] as const) {
    for (const row of rows[name]) if (isAfter(row['validFrom'], row['validTo'])) note(name, row, 'validTo', 'ends-before-starts')
  }
  for (const row of rows.templates) if (isAfter(row['from'], row['to']) || (row['from'] && row['from'] === row['to'])) note('templates', row, 'to', 'ends-before-starts')
  noteTwoPlaces(rows, note)
  return found.sort((a, b) => order(a.sheet) - order(b.sheet) || a.row - b.row)
}

type Note = (name: SheetName, row: SheetRow, key: string, code: ImportFaultCode) => void

const sheetOrder: readonly string[] = Object.values(sheets).map((sheet) => sheet.name)
const order = (sheet: string): number => sheetOrder.indexOf(sheet)

function isAfter(from: unknown, to: unknown): boolean {
  return typeof from === 'string' && typeof to === 'string' && from > to
}

function noteDoubles(name: SheetName, rows: readonly SheetRow[], keys: readonly string[], note: Note): void {
  const seen = new Set<string>()
  for (const row of rows) {
    if (row[keys[0]!] === undefined) continue
    const value = keys.map((key) => String(row[key])).join('\u0000')
    if (seen.has(value)) note(name, row, keys[0]!, 'twice')
    seen.add(value)
  }
}

function noteUnknown(rows: ReadWorkbook['rows'], known: Known, note: Note): void {
  const codes = (name: SheetName, key = 'code'): Set<unknown> => new Set(rows[name].map((row) => row[key]))
  const [campuses, departments, practitioners, services] = [codes('campuses', 'id'), codes('departments'), codes('practitioners'), codes('services')]
  const fees = new Set(rows.prices.filter((row) => row['kind'] === 'registration').map((row) => row['code']))
  const demand = (name: SheetName, key: string, among: ReadonlySet<unknown>, code: ImportFaultCode): void => {
    for (const row of rows[name]) if (row[key] !== null && row[key] !== undefined && !among.has(row[key])) note(name, row, key, code)
  }
  demand('departments', 'campusId', campuses, 'unknown-campus')
  demand('departments', 'parentCode', departments, 'unknown-department')
  for (const row of rows.departments) {
    if (row['parentCode'] && row['parentCode'] === row['code']) note('departments', row, 'parentCode', 'own-parent')
    if (((row['subjectCodes'] as readonly string[] | undefined) ?? []).some((code) => !known.subjects.has(code))) note('departments', row, 'subjectCodes', 'unknown-subject')
  }
  demand('practitioners', 'departmentCode', departments, 'unknown-department')
  demand('services', 'departmentCode', departments, 'unknown-department')
  demand('services', 'practitionerCode', practitioners, 'unknown-doctor')
  demand('services', 'feeCode', fees, 'unknown-price')
  demand('templates', 'serviceCode', services, 'unknown-service')
  demand('prices', 'departmentCode', departments, 'unknown-department')
}

/** A doctor can be in one clinic at a time: two patterns of one doctor on one weekday must not overlap. */
function noteTwoPlaces(rows: ReadWorkbook['rows'], note: Note): void {
  const doctorOf = new Map(rows.services.map((row) => [row['code'], row['practitionerCode']]))
  const taken = new Map<string, SheetRow[]>()
  for (const row of rows.templates) {
    const doctor = doctorOf.get(row['serviceCode'] ?? null)
    if (!doctor) continue
    for (const day of (row['weekdays'] as readonly number[] | undefined) ?? []) {
      const key = `${String(doctor)} ${day}`
      const others = taken.get(key) ?? []
      if (others.some((other) => overlap(row, other))) {
        note('templates', row, 'serviceCode', 'doctor-in-two-places')
        break
      }
      taken.set(key, [...others, row])
    }
  }
}

function overlap(a: SheetRow, b: SheetRow): boolean {
  const text = (row: SheetRow, key: string, otherwise: string): string => (row[key] as string | null | undefined) ?? otherwise
  const inDay = text(a, 'from', '24:00') < text(b, 'to', '') && text(b, 'from', '24:00') < text(a, 'to', '')
  const inYear = text(a, 'validFrom', '') <= text(b, 'validTo', '9999') && text(b, 'validFrom', '') <= text(a, 'validTo', '9999')
  return inDay && inYear
}
