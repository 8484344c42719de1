import exceljs from 'exceljs'
import type { OperationsNow } from './contract.ts'

type Language = 'zh-CN' | 'en'

const heads: Record<Language, readonly string[]> = {
  'zh-CN': ['科室', '钟点', '到了', '预计到', '九成的人等不过（分钟）', '是不是预测'],
  en: ['Department', 'Hour', 'Came', 'Expected', 'Nine of ten wait less than (minutes)', 'Forecast'],
}

/** The day by department and hour for a spreadsheet; hours to come are marked as forecast. */
export async function daySheet(now: OperationsNow, language: Language): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet(now.asOf.slice(0, 10), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow([...heads[language]]).font = { bold: true }
  for (const row of now.heat) for (const cell of row.cells) sheet.addRow([(language === 'en' && row.nameEn) || row.name, cell.hour, cell.came, cell.expected, cell.wait, cell.fact ? 0 : 1])
  sheet.columns.forEach((column, at) => { column.width = [28, 8, 10, 12, 22, 12][at]! })
  return Buffer.from(await book.xlsx.writeBuffer())
}
