import ExcelJS from 'exceljs'
import { readLocales, type Language } from '#platform/http/locales.ts'
import type { Difference, FinanceDay, TrailLine } from '../contract.ts'

type Cell = string | number
type Tree = { readonly [key: string]: string | Tree }

/** The words of the spreadsheet are the words of the pages. */
function wordsIn(language: Language): (key: string) => string {
  const texts = readLocales()[language].get('reconciliation') as Tree | undefined
  return (key) => {
    const found = key.split('.').reduce<string | Tree | undefined>((tree, part) => (typeof tree === 'object' ? tree[part] : undefined), texts)
    return typeof found === 'string' ? found : key
  }
}

const local = (iso: string | null): string => (iso ? new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ') : '')

/** A day for those who calculate further: amounts are numbers in yuan, each sheet one table. */
export async function writeDay({ figures, conditions, closed }: FinanceDay, trail: readonly TrailLine[], found: readonly Difference[], language: Language): Promise<Buffer> {
  const t = wordsIn(language)
  const book = new ExcelJS.Workbook()
  const channel = (name: string) => t(`channel.${name}`)
  const department = (one: { departmentName: string; departmentNameEn: string }) => (language === 'en' ? one.departmentNameEn || one.departmentName : one.departmentName) || t('day.no-department')
  sheet(book, t('export.summary'), [t('export.what'), t('export.value')], [
    [t('day.day'), figures.day], [t('export.state'), closed ? t('day.closed') : t('day.open')],
    ...(closed ? [[t('day.closed-by'), closed.closedBy], [t('day.closed-at'), local(closed.closedAt)], [t('day.hash'), closed.hash], [t('day.previous-hash'), closed.previousHash ?? '']] satisfies Cell[][] : []),
    ...Object.entries(closed?.named ?? {}).map(([code, reason]): Cell[] => [t(`condition.${code}`), reason]),
    ...conditions.map((condition): Cell[] => [t(`condition.${condition.code}`), condition.count]),
  ])
  sheet(book, t('day.channels'), [t('day.channel'), t('day.payments'), t('day.paid'), t('day.refunds'), t('day.refunded'), t('day.booked-in'), t('day.booked-out')],
    figures.channels.map((one) => [channel(one.channel), one.paymentCount, one.paymentCents / 100, one.refundCount, one.refundCents / 100, one.bookedInCents / 100, one.bookedOutCents / 100]), [2, 4, 5, 6])
  sheet(book, t('day.departments'), [t('day.department'), t('day.channel'), t('day.payments'), t('day.paid'), t('day.refunds'), t('day.refunded')],
    figures.takings.map((one) => [department(one), channel(one.channel), one.paymentCount, one.paymentCents / 100, one.refundCount, one.refundCents / 100]), [3, 5])
  sheet(book, t('export.money'), [t('trail.time'), t('trail.kind'), t('day.channel'), t('trail.for'), t('trail.amount'), t('trail.number'), t('trail.channel-number')],
    trail.map((one) => [local(one.at), t(`kind.${one.kind}`), channel(one.channel), one.title, (one.kind === 'payment' ? one.cents : -one.cents) / 100, one.id, one.channelNumber ?? '']), [4])
  sheet(book, t('day.shifts'), [t('shift.counter'), t('shift.cashier'), t('shift.opened'), t('shift.closed'), t('shift.expected'), t('shift.counted'), t('shift.difference')],
    figures.shifts.map((one) => [one.counter, one.cashier, local(one.openedAt), local(one.closedAt), (one.expectedCents ?? 0) / 100, (one.countedCents ?? 0) / 100, (one.differenceCents ?? 0) / 100]), [4, 5, 6])
  sheet(book, t('nav.differences'), [t('difference.class'), t('day.channel'), t('day.day'), t('difference.effect'), t('difference.status'), t('difference.note')],
    found.map((one) => [t(`class.${one.class}`), channel(one.channel), one.day, one.effectCents / 100, t(`status.${one.status}`), one.note]), [3])
  sheet(book, t('day.corrections'), [t('day.day'), t('day.channel'), t('day.payments'), t('day.paid'), t('day.refunds'), t('day.refunded')],
    figures.corrections.map((one) => [one.day, channel(one.channel), one.paymentCount, one.paymentCents / 100, one.refundCount, one.refundCents / 100]), [3, 5])
  return Buffer.from(await book.xlsx.writeBuffer())
}

function sheet(book: ExcelJS.Workbook, name: string, headers: readonly string[], rows: readonly (readonly Cell[])[], money: readonly number[] = []): void {
  const page = book.addWorksheet(name.replaceAll(/[*?:\\/[\]]/g, ' ').slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] })
  page.addRow([...headers]).font = { bold: true }
  // A cell that begins with = would be calculated by whoever opens it: text stays text.
  for (const row of rows) page.addRow(row.map((cell) => (typeof cell === 'string' && /^[=+@-]/.test(cell) ? `'${cell}` : cell)))
  page.columns.forEach((column, at) => {
    column.width = Math.min(44, Math.max(12, (headers[at]?.length ?? 4) * 2 + 2, ...rows.map((row) => String(row[at] ?? '').length + 2)))
    if (money.includes(at)) column.numFmt = '#,##0.00'
  })
}
