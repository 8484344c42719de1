import exceljs from 'exceljs'
import { type Day, sides, sumOf, whats } from '../contract.ts'
import { totals } from './settlement-file.ts'

export type Language = 'zh-CN' | 'en'

const words = {
  en: {
    hospitals: 'Hospitals', region: 'Region', proof: 'Proof', code: 'Hospital', name: 'Name', opening: 'Open before', net: 'Net of the day', settled: 'Earlier days settled', closing: 'Open after', count: 'count', yuan: 'CNY',
    side: 'Side', account: 'Account', what: 'What', in: 'Above zero', out: 'Below zero', total: 'Total', zero: 'Sum of all (must be 0)', file: 'SHA-256 of the settlement file',
    whats: { 'topped-up': 'Topped up', 'paid-out': 'Paid out', spent: 'Spent', 'given-back': 'Given back', lent: 'On credit', repaid: 'Repaid', other: 'Other', settled: 'Settled' },
    sides: { hospital: 'Hospitals', wallet: 'Wallets', credit: 'Credit', channel: 'Channels', custodian: 'Custodian', other: 'Other' },
  },
  'zh-CN': {
    hospitals: '各医院', region: '区域账户', proof: '平衡校验', code: '机构号', name: '医院', opening: '期初未清', net: '当日净额', settled: '清偿往日', closing: '期末未清', count: '笔数', yuan: '元',
    side: '方向', account: '账户', what: '业务', in: '借方', out: '贷方', total: '合计', zero: '总和（应为 0）', file: '清算文件 SHA-256',
    whats: { 'topped-up': '充值', 'paid-out': '退现', spent: '消费', 'given-back': '退回余额', lent: '信用就医', repaid: '还款', other: '其他', settled: '清算' },
    sides: { hospital: '医院', wallet: '预付余额', credit: '信用', channel: '支付渠道', custodian: '存管银行', other: '其他' },
  },
} as const

/** The matrix of a day for a spreadsheet: values and no formulas, so that it says the same wherever it is opened. */
export async function settlementWorkbook(day: Day, language: Language): Promise<Buffer> {
  const w = words[language]
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet(`${w.hospitals} ${day.day}`)
  const shown = whats.filter((what) => what !== 'settled')
  sheet.addRow([w.code, w.name, ...shown.flatMap((what) => [`${w.whats[what]} ${w.count}`, `${w.whats[what]} ${w.yuan}`]), w.net, w.opening, w.settled, w.closing])
  for (const position of day.positions) {
    const name = day.hospitals.find((one) => one.institutionId === position.institutionId)
    sheet.addRow([
      position.institutionId, (language === 'en' ? name?.nameEn : name?.name) ?? '',
      ...shown.flatMap((what) => {
        const { count, cents } = sumOf(day.figures, (one) => one.side === 'hospital' && one.institutionId === position.institutionId && one.what === what)
        return [count, cents / 100]
      }),
      position.netCents / 100, position.openingCents / 100, position.settledCents / 100, position.closingCents / 100,
    ])
  }
  dress(sheet, [2])
  if (day.centre) addRegion(workbook, day, language)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

function addRegion(workbook: exceljs.Workbook, day: Day, language: Language): void {
  const w = words[language]
  const region = workbook.addWorksheet(w.region)
  region.addRow([w.side, w.account, w.what, w.count, w.in, w.out])
  for (const one of day.figures.filter((figure) => figure.side !== 'hospital')) region.addRow([w.sides[one.side], one.account, w.whats[one.what], one.count, one.inCents / 100, one.outCents / 100])
  dress(region, [])
  const proof = workbook.addWorksheet(w.proof)
  proof.addRow([w.side, w.yuan])
  const [net = 0, settled = 0, ...others] = totals(day.figures)
  proof.addRow([`${w.hospitals} ${w.net}`, net / 100])
  proof.addRow([`${w.hospitals} ${w.settled}`, settled / 100])
  for (const [at, side] of sides.slice(1).entries()) proof.addRow([w.sides[side], others[at]! / 100])
  proof.addRow([w.zero, others.at(-1)! / 100])
  proof.addRow([w.file, day.fileSha256 ?? ''])
  dress(proof, [1])
}

/** A head that stays, columns wide enough, and whole numbers where things are counted. */
export function dress(sheet: exceljs.Worksheet, wide: readonly number[]): void {
  sheet.getRow(1).font = { bold: true }
  sheet.views = [{ state: 'frozen', ySplit: 1 }]
  for (const column of sheet.columns) {
    column.width = wide.includes(column.number ?? 0) ? 34 : 15
    column.numFmt = '#,##0.00'
  }
  for (const column of sheet.columns) {
    const head = sheet.getCell(1, column.number ?? 1).text
    if (/count|笔数|Hospital$|机构号|^Code$|^Attempt$|第几次/.test(head)) column.numFmt = '0'
  }
}
