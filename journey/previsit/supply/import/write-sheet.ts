import ExcelJS from 'exceljs'
import { type CalendarSession, type Template } from '../contract.ts'
import { columns, HALF_WORDS, SHEET } from './columns.ts'

const WEEKDAY_WORDS = ['', '一', '二', '三', '四', '五', '六', '日', '节']

async function bytesOf(book: ExcelJS.Workbook): Promise<Buffer> {
  return Buffer.from(await book.xlsx.writeBuffer())
}

function headed(book: ExcelJS.Workbook, name: string, headers: readonly string[]): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow([...headers]).font = { bold: true }
  sheet.columns.forEach((column, at) => { column.width = Math.max(10, (headers[at]?.length ?? 4) * 2 + 4) })
  return sheet
}

/** The empty sheet to fill in, or the patterns as they are: what is brought out can be changed and brought in again. */
export async function writeTemplates(templates: readonly (Template & { readonly code: string | null })[] | null): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = headed(book, SHEET, columns.map((column) => column.header))
  if (templates === null) {
    sheet.addRow(columns.map((column) => column.hint)).font = { italic: true, color: { argb: 'FF5B6764' } }
    sheet.getRow(2).alignment = { wrapText: true, vertical: 'top' }
  }
  for (const template of templates ?? []) sheet.addRow(columns.map((column) => cellOf(template, column.key)))
  return bytesOf(book)
}

function cellOf(template: Template & { readonly code: string | null }, key: string): string | number {
  if (key.startsWith('units:')) return template.pools[key.slice(6) as keyof typeof template.pools] ?? 0
  const cells: Readonly<Record<string, string | number>> = {
    clinic: template.code ?? '', name: template.serviceName, doctor: template.practitionerName ?? '', weekdays: template.weekdays.map((day) => WEEKDAY_WORDS[day]).join('、'),
    half: HALF_WORDS[template.half], from: template.from, to: template.to, minutes: template.periodMinutes, room: template.room, validFrom: template.validFrom, validTo: template.validTo ?? '',
  }
  return cells[key] ?? ''
}

/** The sessions of some days, one row each, as a door or a notice shows them. */
export async function writeCalendar(sessions: readonly CalendarSession[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = headed(book, '出诊表', ['日期', '午别', '开始', '结束', '门诊', '医生', '诊室', '号数', '已约', '状态'])
  const status = { open: '开诊', suspended: '停诊', closed: '已撤' }
  for (const each of sessions) sheet.addRow([each.day, HALF_WORDS[each.half], each.from, each.to, each.serviceName, each.practitionerName ?? '', each.room, each.units, each.taken, status[each.status]])
  return bytesOf(book)
}
