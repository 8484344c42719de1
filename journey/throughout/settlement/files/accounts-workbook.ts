import exceljs from 'exceljs'
import type { BankAccounts, BankAccountVersion } from '../contract.ts'
import { dress, type Language } from './settlement-workbook.ts'

const words = {
  en: { sheet: 'Bank accounts', head: ['Code', 'Hospital', 'State', 'Bank', 'Account name', 'Account number', 'From', 'Proposed by', 'Decided by', 'Reason'], custodian: 'Custodian account', states: { current: 'In force', next: 'From a later day', proposal: 'Waits for a second person', none: 'None on record' } },
  'zh-CN': { sheet: '银行账户', head: ['机构号', '医院', '状态', '银行', '户名', '账号', '启用日', '提出', '复核', '原因'], custodian: '存管账户', states: { current: '使用中', next: '待启用', proposal: '待复核', none: '未登记' } },
} as const

/** The accounts on record with their numbers hidden, one line for each that is in force or to come. */
export async function accountsWorkbook({ institutions }: BankAccounts, language: Language): Promise<Buffer> {
  const w = words[language]
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet(w.sheet)
  sheet.addRow([...w.head])
  for (const one of institutions) {
    const name = one.institutionId === 0 ? w.custodian : language === 'en' ? one.nameEn : one.name
    const versions = (['current', 'next', 'proposal'] as const).flatMap((state): [typeof state, BankAccountVersion][] => (one[state] ? [[state, one[state]]] : []))
    if (versions.length === 0) sheet.addRow([one.institutionId, name, w.states.none])
    for (const [state, of] of versions) {
      sheet.addRow([one.institutionId, name, w.states[state], language === 'en' ? of.bankNameEn : of.bankName, of.accountName, of.accountNo, of.validFrom, of.proposedBy, of.decidedBy ?? '', of.reason])
    }
  }
  dress(sheet, [2, 5])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
