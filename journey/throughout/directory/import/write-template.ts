import exceljs from 'exceljs'
import { type Sheet, sheets } from './sheets.ts'

const LEAD = '说明'

/** An empty workbook with a page of instructions, headers, hints in the headers' notes, and one example row a sheet. */
export async function writeTemplate(): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const lead = workbook.addWorksheet(LEAD)
  lead.columns = [{ width: 12 }, { width: 20 }, { width: 8 }, { width: 24 }, { width: 60 }]
  for (const line of [
    ['怎么填：每张表第一行是列名，第二行是例子，导入前请删掉或改掉例子。带 * 的列必填。列的顺序可以变，列名不要改。'],
    ['全部正确才会写入；有错会一次列出所有错误的表、行、列。同一个编码再次导入就是更新，表里不再出现的会停用，不会删除。'],
    [],
    ['表', '列', '必填', '例子', '说明'],
  ]) lead.addRow(line)
  for (const sheet of Object.values(sheets) as Sheet[]) {
    lead.addRow([sheet.name, '', '', '', sheet.purpose])
    for (const column of Object.values(sheet.columns)) lead.addRow(['', column.header, column.required ? '是' : '', column.example, column.hint])
    addSheet(workbook, sheet)
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

function addSheet(workbook: exceljs.Workbook, sheet: Sheet): void {
  const added = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] })
  const columns = Object.values(sheet.columns)
  added.addRow(columns.map((column) => (column.required ? `${column.header}*` : column.header)))
  added.addRow(columns.map((column) => column.example))
  columns.forEach((column, i) => {
    added.getColumn(i + 1).width = Math.max(12, column.header.length * 2 + 4)
    const cell = added.getRow(1).getCell(i + 1)
    cell.font = { bold: true }
    if (column.hint !== '') cell.note = column.hint
  })
}
