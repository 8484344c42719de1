import { useTranslation } from 'react-i18next'
import type { Opening } from '../contract.ts'

/** What is released, in the reader's language. */
export function useOpeningName() {
  const { i18n } = useTranslation('release')
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english ? english : chinese)
  return (opening: Opening) => pick(opening.name, opening.nameEn) || pick(opening.institutionName, opening.institutionNameEn)
}
