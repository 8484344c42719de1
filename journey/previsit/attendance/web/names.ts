import { useTranslation } from 'react-i18next'

interface Named {
  readonly department: string
  readonly departmentEn: string
  readonly doctor: string | null
  readonly doctorEn: string | null
}

/** Names in the language of the page; what has no English name keeps its own. */
export function useNames() {
  const { i18n } = useTranslation()
  const isEnglish = i18n.language.startsWith('en')
  const pick = (name: string, nameEn: string) => (isEnglish && nameEn ? nameEn : name)
  return {
    pick,
    department: (of: Named) => pick(of.department, of.departmentEn),
    who: (of: Named) => (of.doctor === null ? pick(of.department, of.departmentEn) : pick(of.doctor, of.doctorEn ?? '')),
  }
}
