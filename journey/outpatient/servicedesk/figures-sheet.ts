import exceljs from 'exceljs'
import type { ContactLine } from './queries/figures.ts'

type Language = 'zh-CN' | 'en'
type Say = (key: string) => string

const heads: Record<Language, readonly string[]> = {
  'zh-CN': ['时间', '来做什么', '事情', '说了什么', '分钟', '结果', '匿名'],
  en: ['Time', 'Came for', 'Topic', 'Words', 'Minutes', 'Outcome', 'Anonymous'],
}
const when = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })

/** Every contact of some days for a spreadsheet; what people said stays text, never a formula. Names are not in it. */
export async function figuresSheet(lines: readonly ContactLine[], language: Language, say: Say): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet(say('title'), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow([...heads[language]]).font = { bold: true }
  for (const line of lines) {
    sheet.addRow([when.format(line.at), say(`kind.${line.kind}`), say(`topic.${line.topic}`), line.words, line.minutes, say(`outcome.${line.outcome}`), line.anonymous ? 1 : 0])
  }
  sheet.columns.forEach((column, at) => { column.width = [20, 14, 14, 60, 10, 14, 10][at]! })
  return Buffer.from(await book.xlsx.writeBuffer())
}
