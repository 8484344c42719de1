import type { Content } from 'pdfmake/interfaces.js'
import { readLocales, type Language } from '#platform/http/locales.ts'
import { shownReceiptNumber } from '../contract.ts'
import type { ReceiptRow } from '../queries/receipts.ts'
import { amountInWords } from './amount-in-words.ts'
import { type Draw, printer } from './printer.ts'

export interface Printing {
  readonly language: Language
  /** What the square leads to: where anybody can see that the receipt is real. */
  readonly verifyUrl: (code: string) => string
}

/** The receipts, a page each, on A5. */
export async function receiptPdf(receipts: readonly ReceiptRow[], printing: Printing): Promise<Buffer> {
  const { pdf, drawable } = await printer()
  const words = wordsIn(printing.language)
  return pdf.createPdf({
    pageSize: 'A5', pageMargins: [34, 32, 34, 34],
    info: { title: receipts.map(shownReceiptNumber).join(', ') },
    defaultStyle: { font: 'Noto', fontSize: 9, lineHeight: 1.25, color: '#16201d' },
    content: receipts.map((receipt, i) => ({ stack: pageOf(receipt, words, drawable, printing), ...(i > 0 ? { pageBreak: 'before' as const } : {}) })),
  }).getBuffer()
}

type Words = (key: string) => string

export function wordsIn(language: Language): Words {
  const texts = readLocales()[language].get('billing')?.['receipt'] as Record<string, string>
  return (key) => texts[key] ?? key
}

export const yuan = (cents: number) => `${cents < 0 ? '−' : ''}${(Math.abs(cents) / 100).toFixed(2)}`
/** By which way the money came, or by which ways how much. */
export function howPaid({ channel, ways }: ReceiptRow, words: Words): string {
  return ways ? ways.map((way) => `${words(`channel-${way.channel}`)} ${yuan(way.cents)}`).join(' + ') : words(`channel-${channel}`)
}

const faint = '#5b6561'
const line = '#cfd3cf'

function pageOf(receipt: ReceiptRow, words: Words, drawable: Draw, { verifyUrl, language }: Printing): Content[] {
  const refund = receipt.kind === 'refund'
  return [
    { text: drawable(receipt.institutionName), bold: true, fontSize: 13, alignment: 'center' },
    { text: words(refund ? 'refund-title' : 'title'), fontSize: 11, alignment: 'center', margin: [0, 2, 0, 12] },
    facts(receipt, words, drawable),
    itemTable(receipt, words, drawable),
    ...sums(receipt, words, language),
    {
      margin: [0, 14, 0, 0], columnGap: 14,
      columns: [
        { width: 84, qr: verifyUrl(receipt.verificationCode), fit: 84, eccLevel: 'M' },
        {
          width: '*',
          stack: [
            { text: words('verify'), color: faint },
            { text: receipt.verificationCode, bold: true, fontSize: 12, margin: [0, 2, 0, 6] },
            { text: words('verify-how'), color: faint, fontSize: 8 },
            { text: words('electronic'), color: faint, fontSize: 8, margin: [0, 4, 0, 0] },
          ],
        },
      ],
    },
  ]
}

function facts(receipt: ReceiptRow, words: Words, drawable: Draw): Content {
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' }).format(receipt.issuedAt)
  const pair = (label: string, value: string) => [{ text: label, color: faint }, { text: drawable(value) }]
  return {
    layout: 'noBorders', margin: [0, 0, 0, 8],
    table: {
      widths: ['auto', '*', 'auto', 'auto'],
      body: [
        [...pair(words('number'), shownReceiptNumber(receipt)), ...pair(words('time'), at)],
        [...pair(words('person'), receipt.payer), ...pair(words('channel'), howPaid(receipt, words))],
        [...pair(words('visit'), receipt.title), ...(receipt.corrects ? pair(words('corrects'), shownReceiptNumber(receipt.corrects)) : [{ text: '' }, { text: '' }])],
      ],
    },
  }
}

function itemTable(receipt: ReceiptRow, words: Words, drawable: Draw): Content {
  const number = (text: string) => ({ text, alignment: 'right' as const })
  const head = [words('item'), words('quantity'), words('price'), words('total'), words('insurance'), words('self')]
  return {
    layout: {
      hLineWidth: (i, node) => (i === 1 || i === node.table.body.length ? 0.8 : i === 0 ? 0 : 0.4), vLineWidth: () => 0, hLineColor: () => line,
      paddingLeft: (i) => (i === 0 ? 0 : 5), paddingRight: (i) => (i === 5 ? 0 : 5), paddingTop: () => 3, paddingBottom: () => 3,
    },
    table: {
      headerRows: 1, widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
      body: [
        head.map((text, i) => ({ text, color: faint, fontSize: 8, ...(i > 0 ? { alignment: 'right' as const } : {}) })),
        ...receipt.lines.map((item) => [
          { text: item.name ? drawable(item.name) : words('surplus') }, number(String(item.quantity)), number(yuan(item.unitCents)), number(yuan(item.totalCents)),
          number(yuan(item.insuranceCents)), number(yuan(item.selfCents)),
        ]),
      ],
    },
  }
}

function sums(receipt: ReceiptRow, words: Words, language: Language): Content[] {
  const insurance = receipt.lines.reduce((sum, item) => sum + item.insuranceCents, 0)
  const row = (label: string, value: string, strong = false): Content => ({
    columns: [{ text: label, color: strong ? '#16201d' : faint, bold: strong }, { text: value, alignment: 'right', bold: strong, ...(strong ? { fontSize: 14 } : {}) }], margin: [0, 3, 0, 0],
  })
  return [
    ...(insurance > 0 ? [{ ...(row(words('insurance-sum'), yuan(insurance)) as object), margin: [0, 8, 0, 0] } as Content] : []),
    { ...(row(words(receipt.kind === 'refund' ? 'returned' : 'paid'), `¥ ${yuan(receipt.amountCents)}`, true) as object), margin: [0, 8, 0, 0] } as Content,
    ...(language === 'zh-CN' ? [row(words('in-words'), amountInWords(receipt.amountCents))] : []),
  ]
}
