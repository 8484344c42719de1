import exceljs from 'exceljs'
import type { MovementKind, Statement, StatementLine } from './contract.ts'

type Language = 'zh-CN' | 'en'

const heads: Record<Language, readonly string[]> = {
  'zh-CN': ['时间', '事项', '说明', '医院', '收入（元）', '支出（元）', '余额（元）', '流水号'],
  en: ['Time', 'What', 'For', 'Where', 'In (yuan)', 'Out (yuan)', 'Balance (yuan)', 'Transfer'],
}
const kinds: Record<Language, Record<MovementKind, string>> = {
  'zh-CN': { 'top-up': '充值', spend: '支付', 'give-back': '退款回到余额', withdrawal: '提现' },
  en: { 'top-up': 'Top-up', spend: 'Payment', 'give-back': 'Refund to balance', withdrawal: 'Withdrawal' },
}
const words: Record<Language, { sheet: string; opening: string; closing: string }> = {
  'zh-CN': { sheet: '余额明细', opening: '期初余额', closing: '期末余额' },
  en: { sheet: 'Statement', opening: 'Opening balance', closing: 'Closing balance' },
}

const when = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })

/** A statement for a spreadsheet: amounts are numbers in yuan, and the first and the last line say what was there before and after. */
export async function statementSheet(statement: Statement, language: Language): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const { sheet: title, opening, closing } = words[language]
  const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow([...heads[language]]).font = { bold: true }
  sheet.addRow(['', opening, '', '', null, null, statement.openingCents / 100, ''])
  for (const line of statement.lines) sheet.addRow(cellsOf(line, language))
  sheet.addRow(['', closing, '', '', statement.inCents / 100, -statement.outCents / 100, statement.closingCents / 100, ''])
  for (const at of [5, 6, 7]) sheet.getColumn(at).numFmt = '#,##0.00'
  sheet.columns.forEach((column, at) => { column.width = [20, 18, 30, 26, 14, 14, 14, 38][at]! })
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** A title that looks like a formula stays a text: it is written as a string cell, never evaluated. */
function cellsOf(line: StatementLine, language: Language): (string | number | null)[] {
  const where = language === 'en' ? line.institutionNameEn || line.institutionName : line.institutionName
  const yuan = Math.abs(line.cents) / 100
  return [when.format(new Date(line.at)), kinds[language][line.kind], line.title, where, line.cents > 0 ? yuan : null, line.cents < 0 ? yuan : null, line.balanceCents / 100, line.transferId]
}
