import QRCode from 'qrcode'
import { shownReceiptNumber } from '../../contract.ts'
import type { ReceiptRow } from '../../queries/receipts.ts'
import { amountInWords } from '../amount-in-words.ts'
import { receiptFaces } from '../fonts.ts'
import { drawableIn } from '../printer.ts'
import { howPaid, wordsIn, yuan, type Printing } from '../receipt-pdf.ts'
import { canvas, widthOf, type Canvas } from './canvas.ts'
import { outlinesOf, type Outlines } from './outlines.ts'

const WIDTH = 1080
const EDGE = 72
const [INK, FAINT, RULE] = [0x1a, 0x60, 0xd2]
/** Higher than this no receipt is; a longer one is cut where its PDF goes on. */
const MOST_LINES = 60

let faces: Promise<{ normal: Outlines; strong: Outlines; draw: (text: string) => string }> | undefined

async function loadFaces() {
  const { normal, strong } = await receiptFaces()
  return { normal: outlinesOf(normal.bytes), strong: outlinesOf(strong.bytes), draw: drawableIn((codePoint) => normal.has(codePoint) && strong.has(codePoint)) }
}

interface Piece {
  readonly height: number
  draw(on: Canvas, top: number): void
}

/** One receipt as a picture for a phone: the same content as its PDF, drawn by ourselves from the same face. */
export async function receiptImage(receipt: ReceiptRow, printing: Printing): Promise<Buffer> {
  faces ??= loadFaces()
  const ready = await faces.catch((error: unknown) => {
    faces = undefined
    throw error
  })
  const pieces = piecesOf(receipt, ready, wordsIn(printing.language), printing)
  const page = canvas(WIDTH, pieces.reduce((sum, piece) => sum + piece.height, EDGE * 2))
  pieces.reduce((top, piece) => {
    piece.draw(page, top)
    return top + piece.height
  }, EDGE)
  return page.png()
}

type Ready = Awaited<ReturnType<typeof loadFaces>>

function piecesOf(receipt: ReceiptRow, ready: Ready, words: (key: string) => string, { language, verifyUrl }: Printing): Piece[] {
  const { normal, strong, draw } = ready
  const refund = receipt.kind === 'refund'
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' }).format(receipt.issuedAt)
  const insurance = receipt.lines.reduce((sum, item) => sum + item.insuranceCents, 0)
  const shown = receipt.lines.slice(0, MOST_LINES)
  return [
    centred(strong, draw(receipt.institutionName), 48, 76), centred(normal, words(refund ? 'refund-title' : 'title'), 36, 84),
    ...pair(ready, words('number'), shownReceiptNumber(receipt)), ...(receipt.corrects ? pair(ready, words('corrects'), shownReceiptNumber(receipt.corrects)) : []),
    ...pair(ready, words('time'), at), ...pair(ready, words('person'), receipt.payer), ...pair(ready, words('visit'), receipt.title), ...pair(ready, words('channel'), howPaid(receipt, words)),
    rule(36),
    ...shown.flatMap((item) => [
      ...pair(ready, item.name || words('surplus'), yuan(item.totalCents), { strong: true }),
      ...pair(ready, `${item.quantity} × ${yuan(item.unitCents)}`, [item.insuranceCents === 0 ? '' : `${words('insurance')} ${yuan(item.insuranceCents)}`, `${words('self')} ${yuan(item.selfCents)}`].filter(Boolean).join('  '), { faint: true }),
    ]),
    ...(receipt.lines.length > MOST_LINES ? pair(ready, '…', '') : []),
    rule(36),
    ...(insurance > 0 ? pair(ready, words('insurance-sum'), yuan(insurance)) : []),
    ...pair(ready, words(refund ? 'returned' : 'paid'), `¥ ${yuan(receipt.amountCents)}`, { strong: true, size: 52 }),
    ...(language === 'zh-CN' ? pair(ready, words('in-words'), amountInWords(receipt.amountCents)) : []),
    rule(48),
    ...code(ready, verifyUrl(receipt.verificationCode), receipt.verificationCode, words),
  ]
}

const rule = (height: number): Piece => ({ height, draw: (on, top) => on.box(EDGE, top + height / 2, WIDTH - EDGE * 2, 2, RULE) })

function centred(face: Outlines, text: string, size: number, height: number): Piece {
  return { height, draw: (on, top) => void on.text(face, text, (WIDTH - widthOf(face, text, size)) / 2, top + size, size, INK) }
}

/** A name at the left, which may take several lines, and a value at the right. */
function pair({ normal, strong, draw }: Ready, name: string, value: string, looks: { strong?: boolean; faint?: boolean; size?: number } = {}): Piece[] {
  const size = looks.size ?? (looks.faint ? 28 : 32)
  const face = looks.strong ? strong : normal
  const [said, shown] = [draw(name), draw(value)]
  const room = WIDTH - EDGE * 2 - 32
  const valueWidth = widthOf(face, shown, size)
  const grey = looks.strong ? INK : FAINT
  const rows = wrapped(face, said, size, Math.max(room - valueWidth, room * 0.3))
  const values = wrapped(face, shown, size, room * 0.68)
  return Array.from({ length: Math.max(rows.length, values.length) }, (_, i): Piece => ({
    height: size * (looks.faint ? 1.8 : 1.6),
    draw(on, top) {
      if (rows[i]) on.text(face, rows[i], EDGE, top + size * 1.1, looks.size ? size * 0.7 : size, grey)
      if (values[i]) on.text(face, values[i], WIDTH - EDGE - widthOf(face, values[i], size), top + size * 1.1, size, looks.faint ? FAINT : INK)
    },
  }))
}

/** Latin words stay whole, Chinese breaks anywhere. */
function wrapped(face: Outlines, text: string, size: number, room: number): string[] {
  const rows = ['']
  for (const word of text.match(/[!-~\u00c0-\u024f]+ *|./gsu) ?? []) {
    const fits = (part: string) => widthOf(face, (rows.at(-1)! + part).trimEnd(), size) <= room
    if (!fits(word) && rows.at(-1) !== '') rows.push('')
    // A word longer than a line has to break after all.
    for (const part of fits(word) ? [word] : word) {
      if (!fits(part) && rows.at(-1) !== '') rows.push('')
      rows[rows.length - 1] += part
    }
  }
  return rows.map((row) => row.trimEnd())
}

/** The square that leads to where anybody sees that the receipt is real, and what to type instead. */
function code({ normal, strong, draw }: Ready, address: string, letters: string, words: (key: string) => string): Piece[] {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' })
  const side = Math.floor(280 / modules.size)
  const left = EDGE + side * modules.size + 40
  const room = WIDTH - left - EDGE
  const lines = [words('verify-how'), words('electronic')].flatMap((text) => wrapped(normal, draw(text), 26, room))
  return [{
    height: Math.max(side * modules.size, 130 + lines.length * 42),
    draw(on, top) {
      for (let y = 0; y < modules.size; y++) for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) on.box(EDGE + x * side, top + y * side, side, side, 0)
      on.text(normal, draw(words('verify')), left, top + 30, 28, FAINT)
      on.text(strong, letters, left, top + 82, 40, INK)
      lines.forEach((line, i) => on.text(normal, line, left, top + 136 + i * 42, 26, FAINT))
    },
  }]
}
