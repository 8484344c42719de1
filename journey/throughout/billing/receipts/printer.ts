import { createRequire } from 'node:module'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { receiptFaces } from './fonts.ts'

interface PdfMake {
  readonly virtualfs: { writeFileSync(name: string, content: Buffer): void }
  setFonts(fonts: Record<string, Record<string, string>>): void
  setUrlAccessPolicy(allowed: (url: string) => boolean): void
  setLocalAccessPolicy(allowed: (path: string) => boolean): void
  createPdf(document: TDocumentDefinitions): { getBuffer(): Promise<Buffer> }
}

export type Draw = (text: string) => string

let writing: Promise<{ pdf: PdfMake; drawable: Draw }> | undefined

async function makePrinter(): Promise<{ pdf: PdfMake; drawable: Draw }> {
  const { normal, strong } = await receiptFaces()
  const pdf = createRequire(import.meta.url)('pdfmake') as PdfMake
  pdf.virtualfs.writeFileSync('receipt-normal.ttf', normal.bytes)
  pdf.virtualfs.writeFileSync('receipt-strong.ttf', strong.bytes)
  pdf.setFonts({ Noto: { normal: 'receipt-normal.ttf', bold: 'receipt-strong.ttf' } })
  pdf.setUrlAccessPolicy(() => false)
  pdf.setLocalAccessPolicy(() => false)
  return { pdf, drawable: drawableIn((codePoint) => normal.has(codePoint) && strong.has(codePoint)) }
}

/** A character the face cannot draw would be an empty box: say which one it is instead. */
export function drawableIn(has: (codePoint: number) => boolean): Draw {
  return (text) => [...text].map((sign) => (has(sign.codePointAt(0)!) ? sign : `〔U+${sign.codePointAt(0)!.toString(16).toUpperCase()}〕`)).join('')
}

/** Writes PDFs with its fonts in memory; a page may fetch nothing from disk or network. */
export function printer(): Promise<{ pdf: PdfMake; drawable: Draw }> {
  writing ??= makePrinter().catch((error: unknown) => {
    writing = undefined
    throw error
  })
  return writing
}
