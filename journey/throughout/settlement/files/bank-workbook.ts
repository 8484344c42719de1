import exceljs from 'exceljs'
import type { BankDesk } from '../contract.ts'
import { dress, type Language } from './settlement-workbook.ts'
import { localTime } from './text-file.ts'

const words = {
  en: { sheet: 'At the bank', head: ['Code', 'Hospital', 'Attempt', 'Pays CNY', 'Gets CNY', 'From', 'To', 'State', 'Told', 'Answered', 'Reason'], states: { waiting: 'Waiting', executed: 'Paid', refused: 'Refused', posted: 'Paid and posted' } },
  'zh-CN': { sheet: '银行处理', head: ['机构号', '医院', '第几次', '应付 元', '应收 元', '付款账户', '收款账户', '状态', '通知时间', '答复时间', '原因'], states: { waiting: '等待银行', executed: '已划转', refused: '已退回', posted: '已划转并入账' } },
} as const

/** Every instruction of a day with what the bank said to it. */
export async function bankWorkbook({ day, lines, hospitals }: BankDesk, language: Language): Promise<Buffer> {
  const w = words[language]
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet(`${w.sheet} ${day}`)
  sheet.addRow([...w.head])
  const time = (at: string | null) => (at ? localTime(new Date(at)).slice(0, 16).replace('T', ' ') : '')
  for (const { institutionId, attempts } of lines) {
    const name = hospitals.find((one) => one.institutionId === institutionId)
    for (const one of attempts) {
      sheet.addRow([institutionId, (language === 'en' ? name?.nameEn : name?.name) ?? '', one.attempt, Math.max(0, one.netCents) / 100, Math.max(0, -one.netCents) / 100,
        `${one.payerBank} ${one.payerAccount}`, `${one.payeeBank} ${one.payeeAccount}`, w.states[one.state], time(one.handedAt), time(one.endedAt), one.reason])
    }
  }
  dress(sheet, [2, 11])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
