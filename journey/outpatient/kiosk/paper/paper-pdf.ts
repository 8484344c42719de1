import { printer } from '#journey/throughout/billing/index.ts'
import type { Content } from 'pdfmake/interfaces.js'
import type { Paper, PaperPart } from './papers.ts'

/** Paper of machines in halls is 80 mm wide; what can be printed on is 72. In points. */
const WIDTH = 226
const MARGIN = 11
const INSIDE = WIDTH - 2 * MARGIN

/** The page as the machine's printer takes it: as long as what stands on it. */
export async function paperPdf({ title, parts }: Paper): Promise<Buffer> {
  const { pdf, drawable: inLine } = await printer()
  const drawable = (text: string) => eachLine(text, inLine)
  return pdf.createPdf({
    pageSize: { width: WIDTH, height: 'auto' }, pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN * 2], info: { title },
    defaultStyle: { font: 'Noto', fontSize: 10, lineHeight: 1.25, color: '#000000' },
    content: parts.map((part) => asContent(part, drawable)),
  }).getBuffer()
}

/** What the font lacks is told by its number; the end of a line is none of that. */
export const eachLine = (text: string, drawable: (line: string) => string): string => text.split('\n').map(drawable).join('\n')

function asContent(part: PaperPart, drawable: (text: string) => string): Content {
  switch (part.as) {
    case 'heading':
      return { text: drawable(part.text), bold: true, fontSize: 12, alignment: 'center', margin: [0, 0, 0, 4] }
    case 'number':
      return { text: drawable(part.text), bold: true, fontSize: 44, alignment: 'center', lineHeight: 1.1 }
    case 'text':
      return { text: drawable(part.text), fontSize: 11, alignment: 'center', margin: [0, 0, 0, 2] }
    case 'turns':
      return { text: drawable(part.text), fontSize: 9.5, lineHeight: 1.35, margin: [0, 3, 0, 2] }
    case 'small':
      return { text: drawable(part.text), fontSize: 8, margin: [0, 3, 0, 0] }
    case 'pair':
      return { columns: [{ text: drawable(part.label), width: 74, fontSize: 8.5 }, { text: drawable(part.value), alignment: 'right', bold: part.strong ?? false }], columnGap: 6, margin: [0, 1, 0, 1] }
    case 'rule':
      return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: INSIDE, y2: 0, lineWidth: 0.8 }], margin: [0, 6, 0, 6] }
    case 'code':
      return { qr: part.text, fit: 96, alignment: 'center', margin: [0, 10, 0, 4] }
    case 'cut':
      return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: INSIDE, y2: 0, lineWidth: 0.8, dash: { length: 4 } }], margin: [0, 14, 0, 14] }
  }
}
