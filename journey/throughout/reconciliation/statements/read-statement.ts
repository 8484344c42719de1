import { localDay } from '#platform/clock/index.ts'
import { decodeText, parseCsv } from '#platform/text/index.ts'
import type { RowFault, StatementChannel } from '../contract.ts'
import type { StatementLine } from '../matching/types.ts'
import { alipay } from './alipay.ts'
import { bankcard } from './bankcard.ts'
import { cellText, centsOf, momentOf } from './amounts.ts'
import { CellFault, type Row, type StatementFormat, type Summary } from './format.ts'
import { isFixedWidth, readFixedWidth } from './fixed-width.ts'
import { insurance } from './insurance.ts'
import { wechatpay } from './wechatpay.ts'

const formats: Readonly<Record<StatementChannel, StatementFormat>> = { wechatpay, alipay, bankcard, insurance }
/** Enough to see what is wrong with a file; a thousand would say nothing more. */
const MOST_FAULTS = 50

export interface Wanted {
  readonly day: string
  readonly institutionId: number
  /** The card terminals of this hospital; absent: every slip is its own. */
  readonly terminals?: readonly string[] | undefined
}

export interface ReadStatement {
  readonly lines: readonly StatementLine[]
  /** Not empty: the file is refused whole. */
  readonly faults: readonly RowFault[]
}

/**
 * Reads a channel's statement. It is read wholly or not at all: one row that cannot be understood, a sum that differs from
 * what the file says of itself, an end that is missing, and the whole file is refused with everything that is wrong.
 */
export function readStatement(channel: StatementChannel, bytes: Uint8Array, wanted: Wanted): ReadStatement {
  if (bytes.subarray(0, 512).includes(0)) return refused({ line: 0, column: '', value: '', code: 'not-a-statement' })
  const text = textOf(bytes)
  if (channel !== 'bankcard' || !isFixedWidth(text)) return readTable(formats[channel], text, wanted)
  const { lines, faults } = readFixedWidth(text)
  if (faults.length > 0) return refused(...faults)
  const strayed = ofAnotherDay(lines, wanted.day)
  // One merchant's terminals may stand in several hospitals.
  return strayed ? refused(strayed) : { lines: lines.filter(({ terminalId }) => wanted.terminals?.includes(terminalId) ?? true), faults: [] }
}

/** A file that breaks off within a character is still UTF-8; what it lacks is then its end, and not its meaning. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return decodeText(bytes)
  }
}

function readTable(format: StatementFormat, text: string, { day, institutionId }: Wanted): ReadStatement {
  const rows = parseCsv(text).map(({ line, cells }) => ({ line, cells: cells.map(cellText) }))
  const at = rows.findIndex(({ cells }) => format.required.filter((name) => placeOf(format, cells, name) !== -1).length >= 3)
  const header = rows[at]
  if (!header) return refused({ line: 0, column: '', value: '', code: 'not-a-statement' })
  const missing = format.required.filter((name) => placeOf(format, header.cells, name) === -1)
  if (missing.length > 0) return refused(...missing.map((column): RowFault => ({ line: header.line, column, value: '', code: 'missing-column' })))
  const body = rows.slice(at + 1)
  const all = body.map(({ cells }) => cells)
  const end = body.findIndex(({ cells }, place) => format.summary(cells, all, place) !== undefined)
  const placed = placesIn(format, header.cells)
  const faults: RowFault[] = []
  const read: StatementLine[] = []
  const elsewhere = new Set<StatementLine>()
  for (const { line, cells } of (end === -1 ? body : body.slice(0, end)).filter((row) => !row.cells[0]?.startsWith('#'))) {
    const row = rowOf(cells, placed)
    const one = lineOf(format, row, header.cells, cells, line, placed)
    if ('code' in one) faults.push(one)
    else {
      read.push(one)
      if (format.isElsewhere?.(row, institutionId)) elsewhere.add(one)
    }
    if (faults.length >= MOST_FAULTS) break
  }
  if (faults.length === 0) faults.push(...wholeFaults(format, read, end === -1 ? undefined : format.summary(body[end]!.cells, all, end), day))
  return faults.length > 0 ? { lines: [], faults } : { lines: read.filter((line) => !elsewhere.has(line)), faults: [] }
}

const refused = (...faults: readonly RowFault[]): ReadStatement => ({ lines: [], faults })

function placeOf(format: StatementFormat, header: readonly string[], name: string): number {
  const names = [name, ...(format.also?.[name] ?? [])].map(plain)
  return header.findIndex((cell) => names.includes(plain(cell)))
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')

type Places = (column: string) => number

/** Where each column stands, found once for the file. */
function placesIn(format: StatementFormat, header: readonly string[]): Places {
  const known = new Map<string, number>()
  return (column) => {
    const place = known.get(column) ?? placeOf(format, header, column)
    known.set(column, place)
    return place
  }
}

function lineOf(format: StatementFormat, row: Row, header: readonly string[], cells: readonly string[], line: number, places: Places): StatementLine | RowFault {
  const last = Math.max(...format.required.map(places))
  if (cells.length <= last) return { line, column: header[cells.length] ?? '', value: cells.join(',').slice(0, 80), code: 'too-few-cells' }
  try {
    return format.line(row, line)
  } catch (error) {
    if (error instanceof CellFault) return { line, column: error.column, value: error.value.slice(0, 80), code: error.code }
    throw error
  }
}

function rowOf(cells: readonly string[], places: Places): Row {
  const text = (column: string) => cells[places(column)] ?? ''
  return {
    text,
    some(column) {
      const value = text(column)
      if (value === '') throw new CellFault(column, '', 'required')
      return value
    },
    cents(column) {
      const cents = centsOf(text(column))
      if (cents === undefined) throw new CellFault(column, text(column), 'not-an-amount')
      return cents
    },
    moment(...columns) {
      const value = columns.map(text).join(' ')
      const at = momentOf(value)
      if (!at) throw new CellFault(columns[0]!, value, 'not-a-time')
      return at
    },
  }
}

/** What no single row shows: that rows are missing, changed, or of another day. */
function wholeFaults(format: StatementFormat, lines: readonly StatementLine[], summary: Summary | undefined, day: string): RowFault[] {
  const whole = (code: RowFault['code'], value = ''): RowFault => ({ line: 0, column: '', value, code })
  if (!summary && format.endsWithSummary) return [whole('no-summary')]
  const sum = (kind: StatementLine['kind']) => lines.filter((line) => line.kind === kind && line.status !== 'undone')
  const [payments, refunds] = [sum('payment'), sum('refund')]
  const total = (some: readonly StatementLine[]) => some.reduce((cents, line) => cents + line.cents, 0)
  const differs = (said: number | undefined, found: number) => said !== undefined && said !== found
  const faults = [
    ...(differs(summary?.lineCount, lines.length) ? [whole('count-differs', `${summary?.lineCount} / ${lines.length}`)] : []),
    ...(differs(summary?.paymentCount, payments.length) ? [whole('count-differs', `${summary?.paymentCount} / ${payments.length}`)] : []),
    ...(differs(summary?.refundCount, refunds.length) ? [whole('count-differs', `${summary?.refundCount} / ${refunds.length}`)] : []),
    ...(differs(summary?.paymentCents, total(payments)) ? [whole('sum-differs', `${summary?.paymentCents} / ${total(payments)}`)] : []),
    ...(differs(summary?.refundCents, total(refunds)) ? [whole('sum-differs', `${summary?.refundCents} / ${total(refunds)}`)] : []),
  ]
  const strayed = ofAnotherDay(lines, day)
  return strayed ? [...faults, strayed] : faults
}

/** A few lines of the days around are usual; a file that is mostly of another day was chosen by mistake. */
function ofAnotherDay(lines: readonly StatementLine[], day: string): RowFault | undefined {
  const elsewhere = lines.filter(({ at }) => localDay(at) !== day)
  return elsewhere.length * 2 > lines.length ? { line: 0, column: '', value: localDay(elsewhere[0]!.at), code: 'other-day' } : undefined
}
