import { useTranslation } from 'react-i18next'
import type { AccountsOf, BankAccountVersion } from '../../contract.ts'

/** The custodian is no hospital of the directory. */
export function useOwnerName(): (of: Pick<AccountsOf, 'institutionId' | 'name' | 'nameEn'>) => string {
  const { t, i18n } = useTranslation('settlement')
  return (of) => (of.institutionId === 0 ? t('accounts-page.custodian') : i18n.language === 'en' ? of.nameEn : of.name)
}

/** The bank, the last figures and the name of an account. */
export function Account({ of }: { of: BankAccountVersion | null }) {
  const { i18n } = useTranslation('settlement')
  if (!of) return null
  return <>{i18n.language === 'en' ? of.bankNameEn : of.bankName} <b className="settlement-time">{of.accountNo}</b><span className="settlement-other caption muted">{of.accountName}</span></>
}
