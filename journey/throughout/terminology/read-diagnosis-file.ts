import exceljs from 'exceljs'
import { decodeText, parseCsv } from '#platform/text/index.ts'
import type { ListRow } from './operations/import-diagnoses.ts'

/** What lists call their columns; compared without blanks, in lower case. */
const HEADERS = {
  code: ['code', 'icd', 'icd-10', 'icd10', '编码', '代码', '疾病编码', '诊断编码', '主要编码', '诊断代码', '疾病代码'],
  name: ['name', '名称', '疾病名称', '诊断名称', '疾病诊断名称'],
  nameEn: ['name_en', 'english', '英文', '英文名称'],
}

interface Line {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * A national or local list as a table: CSV in UTF-8 or GB18030, or the first sheet of a workbook. Columns are found by their
 * headers; without known headers the first is the code and the second the name.
 */
export async function readDiagnosisFile(name: string, bytes: Uint8Array): Promise<ListRow[]> {
  const lines = /\.xlsx$/i.test(name) ? await workbookLines(bytes) : parseCsv(decodeText(bytes))
  const [first, ...others] = lines
  if (!first) return []
  const header = first.cells.map((cell) => cell.replace(/\s/g, '').toLowerCase())
  const place = (names: readonly string[]): number => header.findIndex((cell) => names.includes(cell))
  const found = { code: place(HEADERS.code), name: place(HEADERS.name), nameEn: place(HEADERS.nameEn) }
  const hasHeader = found.code >= 0 && found.name >= 0
  const places = hasHeader ? found : { code: 0, name: 1, nameEn: -1 }
  return (hasHeader ? others : lines).map(({ line, cells }) => ({
    row: line,
    code: (cells[places.code] ?? '').trim(),
    name: (cells[places.name] ?? '').trim(),
    nameEn: (cells[places.nameEn] ?? '').trim(),
  }))
}

async function workbookLines(bytes: Uint8Array): Promise<Line[]> {
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
  const lines: Line[] = []
  workbook.worksheets[0]?.eachRow((row, line) => {
    const cells: string[] = []
    row.eachCell({ includeEmpty: true }, (cell) => cells.push(cell.text))
    if (cells.some((cell) => cell.trim() !== '')) lines.push({ line, cells })
  })
  return lines
}
