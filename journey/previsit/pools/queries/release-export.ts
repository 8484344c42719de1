import exceljs from 'exceljs'
import type { ReleaseFigures } from '../contract.ts'

const HEAD = ['month', 'clinics', 'units', 'released to primary care', 'taken there', 'share'] as const
const HEAD_ZH = ['月份', '门诊', '号源总数', '向基层开放', '其中已约', '下放比例'] as const

type Cell = string | number
const rowsOf = ({ rows }: ReleaseFigures): Cell[][] => rows.map((row) => [row.month, row.group, row.units, row.released, row.taken, row.share === null ? '—' : Math.round(row.share * 10_000) / 10_000])

/** The figures for another program: one line a figure, no formulas. */
export function asCsv(figures: ReleaseFigures, language: 'zh-CN' | 'en'): string {
  const head = language === 'en' ? HEAD : HEAD_ZH
  // The mark lets spreadsheet programs know that it is UTF-8.
  return `\ufeff${[head, ...rowsOf(figures)].map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n')}\r\n`
}

export async function asWorkbook(figures: ReleaseFigures, language: 'zh-CN' | 'en'): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet(language === 'en' ? 'Indicator 2' : '指标2')
  sheet.addRow([...(language === 'en' ? HEAD : HEAD_ZH)]).font = { bold: true }
  for (const cells of rowsOf(figures)) sheet.addRow(cells)
  sheet.getColumn(6).numFmt = '0.00%'
  for (const column of sheet.columns) column.width = 18
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
