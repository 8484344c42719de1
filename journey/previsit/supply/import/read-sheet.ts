import ExcelJS from 'exceljs'
import { decodeText, parseCsv } from '#platform/text/index.ts'
import type { RowFault, RowFaultCode } from '../contract.ts'
import { NotASpreadsheet } from '../errors.ts'
import { type CellKind, columns, HALVES, type ImportColumn, MOST_ROWS } from './columns.ts'

export type CellValue = string | number | readonly number[] | null

export interface ReadRow {
  /** As the spreadsheet counts, the header being a row too. */
  readonly row: number
  readonly values: Readonly<Record<string, CellValue>>
}

export interface ReadSheet {
  readonly rows: readonly ReadRow[]
  readonly faults: readonly RowFault[]
  readonly count: number
}

interface RawRow {
  readonly row: number
  readonly cells: readonly unknown[]
}

/** A schedule from an Excel workbook, or from comma-separated text in UTF-8 or GB18030. Every cell that cannot be used is a fault. */
export async function readSheet(file: Uint8Array): Promise<ReadSheet> {
  const raw = isZip(file) ? await workbookRows(file) : textRows(file)
  const at = raw.findIndex((row) => headersIn(row).length >= 3)
  const header = raw[at]
  if (!header) return { rows: [], faults: missing([]), count: 0 }
  const places = new Map(columns.flatMap((column) => {
    const place = header.cells.findIndex((cell) => isNamed(column, cellText(cell)))
    return place === -1 ? [] : [[column.key, place] as const]
  }))
  const absent = missing([...places.keys()])
  const body = raw.slice(at + 1).filter((row) => row.cells.some((cell) => cellText(cell) !== '') && !isHint(row))
  if (body.length === 0) return { rows: [], faults: [...absent, fault(header.row, '', '', 'empty')], count: 0 }
  if (absent.length > 0) return { rows: [], faults: absent, count: body.length }
  if (body.length > MOST_ROWS) return { rows: [], faults: [fault(body[MOST_ROWS]!.row, '', String(body.length), 'too-many-rows')], count: body.length }
  const faults: RowFault[] = []
  const rows = body.flatMap((row) => readRow(row, places, faults))
  return { rows, faults, count: body.length }
}

function readRow({ row, cells }: RawRow, places: ReadonlyMap<string, number>, faults: RowFault[]): ReadRow[] {
  const before = faults.length
  const values: Record<string, CellValue> = {}
  for (const column of columns) {
    const place = places.get(column.key)
    const raw = place === undefined ? null : cells[place]
    const read = readCell(column, raw)
    if ('fault' in read) faults.push(fault(row, column.header, cellText(raw), read.fault))
    else values[column.key] = read.value
  }
  if (!values['clinic'] && !values['name']) faults.push(fault(row, columns[0]!.header, '', 'required'))
  const units = columns.filter((column) => column.pool).reduce((all, column) => all + Number(values[column.key] ?? 0), 0)
  if (units === 0 && faults.length === before) faults.push(fault(row, columns.find((column) => column.pool)!.header, '0', 'no-units'))
  return faults.length > before ? [] : [{ row, values }]
}

export const fault = (row: number, column: string, value: string, code: RowFaultCode, other: string | null = null): RowFault => ({ row, column, value: value.slice(0, 80), code, with: other })

function missing(found: readonly string[]): RowFault[] {
  return columns.filter((column) => column.required && !found.includes(column.key)).map((column) => fault(1, column.header, '', 'missing-column'))
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s*（(].*$|[\s：:]/g, '')
function isNamed(column: ImportColumn, text: string): boolean {
  return text !== '' && [column.header, ...column.also].some((name) => plain(name) === plain(text))
}
const headersIn = (row: RawRow): ImportColumn[] => columns.filter((column) => row.cells.some((cell) => isNamed(column, cellText(cell))))
/** The template's own line of hints, left in the file. */
const isHint = (row: RawRow): boolean => row.cells.filter((cell) => columns.some((column) => column.hint === cellText(cell))).length >= 3

function isZip(file: Uint8Array): boolean {
  return file[0] === 0x50 && file[1] === 0x4b
}

function textRows(file: Uint8Array): RawRow[] {
  // A workbook of the old kind, a picture, a PDF: nothing that a text begins with.
  if (file.subarray(0, 512).includes(0)) throw new NotASpreadsheet()
  return parseCsv(decodeText(file)).map(({ line, cells }) => ({ row: line, cells }))
}

async function workbookRows(file: Uint8Array): Promise<RawRow[]> {
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.load(file as never)
  } catch {
    throw new NotASpreadsheet()
  }
  const rows: RawRow[] = []
  const [sheet] = book.worksheets
  sheet?.eachRow((row, number) => {
    const cells: unknown[] = []
    row.eachCell({ includeEmpty: true }, (cell, place) => { cells[place - 1] = cell.value })
    rows.push({ row: number, cells })
  })
  return rows
}

/** Excel gives numbers, dates, formula results, rich text: all are read as the text a person sees. */
function cellText(raw: unknown): string {
  if (raw === null || raw === undefined) return ''
  if (raw instanceof Date) return raw.toISOString()
  if (typeof raw === 'object') {
    const cell = raw as { richText?: readonly { text: string }[]; result?: unknown; text?: unknown }
    if (cell.richText) return cell.richText.map((part) => part.text).join('').trim()
    if ('result' in cell) return cellText(cell.result)
    return 'text' in cell ? cellText(cell.text) : ''
  }
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? String(raw).trim() : ''
}

type Read = { readonly value: CellValue } | { readonly fault: RowFaultCode }

function readCell(column: ImportColumn, raw: unknown): Read {
  const shown = cellText(raw).normalize('NFKC')
  if (shown === '' || (column.kind !== 'text' && /^[-—/无]+$/.test(shown))) return column.required ? { fault: 'required' } : { value: null }
  return readers[column.kind](shown, raw)
}

const readers: Readonly<Record<CellKind, (text: string, raw: unknown) => Read>> = {
  text: (text) => ({ value: text }),
  half: (text) => {
    const value = HALVES[text.toLowerCase()]
    return value === undefined ? { fault: 'not-one-of' } : { value }
  },
  minutes: (text) => within(Number(text.replace(/分钟?|min/g, '')), 5, 60),
  units: (text) => within(Number(text.replace(/[个号]/g, '')), 0, 100),
  weekdays: readWeekdays,
  time: readTime,
  date: readDate,
}

function within(number: number, least: number, most: number): Read {
  if (!Number.isInteger(number)) return { fault: 'not-a-number' }
  return number < least || number > most ? { fault: 'out-of-range' } : { value: number }
}

const WEEKDAYS: Readonly<Record<string, number>> = {
  一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 末: 7, 节: 8, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8,
}

/** 一、三、五 · 周一至周五 · 1,3,5 · 工作日 · 每天. */
function readWeekdays(text: string): Read {
  const bare = text.replace(/工作日/g, '一二三四五').replace(/每天|每日|全周/g, '一二三四五六日').replace(/周末|双休日/g, '六日').replace(/节假日/g, '节').replace(/周|星期|礼拜|每/g, '')
  const spread = bare.replace(/([一二三四五六日天1-7])(?:至|到|-|~|—)([一二三四五六日天1-7])/g, (all: string, from: string, to: string) => {
    const [first, last] = [WEEKDAYS[from]!, WEEKDAYS[to]!]
    return first > last ? all : Array.from({ length: last - first + 1 }, (_, i) => first + i).join('')
  })
  const days = [...spread.replace(/[\s,、;./和及]/g, '')].map((each) => WEEKDAYS[each])
  if (days.length === 0 || days.some((each) => each === undefined)) return { fault: 'not-a-weekday' }
  return { value: [...new Set(days as number[])].sort((a, b) => a - b) }
}

/** 8:00, 08:00, 8点半, 8.30, or the fraction of a day that Excel keeps for a time. */
function readTime(text: string, raw: unknown): Read {
  const kept = raw instanceof Date ? raw.getUTCHours() * 60 + raw.getUTCMinutes() : typeof raw === 'number' && raw > 0 && raw < 1 ? Math.round(raw * 1440) : undefined
  const match = /^(\d{1,2})(?:[:.](\d{2})(?::\d{2})?|[点时](?:(\d{1,2})分?|(半))?)$/.exec(text)
  const written = match ? Number(match[1]) * 60 + (match[4] ? 30 : Number(match[2] ?? match[3] ?? 0)) : undefined
  const minutes = kept ?? written
  if (minutes === undefined || minutes >= 1440 || (match && Number(match[2] ?? match[3] ?? 0) > 59)) return { fault: 'not-a-time' }
  return { value: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}` }
}

function readDate(text: string, raw: unknown): Read {
  // A number of days since 30 December 1899 is how a cell without its format keeps a date.
  const shown = typeof raw === 'number' && raw > 40_000 && raw < 80_000 ? new Date(Date.UTC(1899, 11, 30) + raw * 86_400_000).toISOString() : text
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(shown) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(shown)
  if (!match) return { fault: 'not-a-date' }
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day) ? { fault: 'not-a-date' } : { value: day }
}
