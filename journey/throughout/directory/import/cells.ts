import type { ImportFaultCode } from '../contract.ts'
import type { Column } from './sheets.ts'

export type Value = string | number | readonly string[] | readonly number[] | null

/** What a cell says, or why it cannot be used. */
export type Read = { readonly value: Value } | { readonly fault: ImportFaultCode }

const WEEKDAYS: Readonly<Record<string, number>> = {
  一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 节: 8, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8,
}

/** Excel gives numbers, dates, formula results, rich text: all are read as the text a person sees. */
export function cellText(raw: unknown): string {
  if (raw === null || raw === undefined) return ''
  if (raw instanceof Date) return raw.toISOString()
  if (typeof raw === 'object') {
    const cell = raw as { richText?: readonly { text: string }[]; result?: unknown; text?: unknown; error?: unknown }
    if (cell.richText) return cell.richText.map((part) => part.text).join('').trim()
    if ('result' in cell) return cellText(cell.result)
    if ('text' in cell) return cellText(cell.text)
    return ''
  }
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? String(raw).trim() : ''
}

export function readCell(column: Column, raw: unknown): Read {
  const shown = cellText(raw)
  if (shown === '') return column.required ? { fault: 'required' } : { value: column.kind === 'list' ? [] : null }
  const { kind } = column
  if (kind === 'text') return { value: shown }
  // Full-width digits and colons come from Chinese keyboards.
  const text = shown.normalize('NFKC')
  if (typeof kind === 'object') {
    const value = kind.oneOf[text]
    return value === undefined ? { fault: 'not-one-of' } : { value }
  }
  if (kind === 'list') return { value: text.split(/[\s,，、;；]+/).filter(Boolean) }
  if (kind === 'time') return readTime(raw, text)
  if (kind === 'date') return readDate(text)
  if (kind === 'weekdays') return readWeekdays(text)
  return readNumber(column, text)
}

function readNumber({ kind, least, most }: Column, text: string): Read {
  const number = Number(text.replace(/[,¥元]/g, ''))
  if (!Number.isFinite(number)) return { fault: 'not-a-number' }
  if (kind === 'integer' && !Number.isInteger(number)) return { fault: 'not-a-number' }
  if ((least !== undefined && number < least) || (most !== undefined && number > most)) return { fault: 'out-of-range' }
  if (kind !== 'money') return { value: number }
  const cents = Math.round(number * 100)
  return Math.abs(cents - number * 100) > 1e-6 ? { fault: 'not-a-number' } : { value: cents }
}

/** 8:00, 08:00, or the fraction of a day or date that Excel keeps for a time. */
function readTime(raw: unknown, text: string): Read {
  const fromExcel = raw instanceof Date ? raw.getUTCHours() * 60 + raw.getUTCMinutes() : typeof raw === 'number' && raw >= 0 && raw <= 1 ? Math.round(raw * 1440) : undefined
  const match = /^(\d{1,2}):(\d{2})(:\d{2})?$/.exec(text)
  const minutes = fromExcel ?? (match ? Number(match[1]) * 60 + Number(match[2]) : undefined)
  if (minutes === undefined || minutes > 1440 || (match && Number(match[2]) > 59)) return { fault: 'not-a-time' }
  return { value: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}` }
}

function readDate(text: string): Read {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(text)
  if (!match) return { fault: 'not-a-date' }
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day) ? { fault: 'not-a-date' } : { value: day }
}

function readWeekdays(text: string): Read {
  const days = [...text.replace(/[\s,，、;；周星期]/g, '')].map((each) => WEEKDAYS[each])
  if (days.length === 0 || days.some((each) => each === undefined)) return { fault: 'not-one-of' }
  return { value: [...new Set(days as number[])].sort((a, b) => a - b) }
}
