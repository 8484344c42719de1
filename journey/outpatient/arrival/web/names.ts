import { useTranslation } from 'react-i18next'
import { doorNumber } from '#ui/index.ts'

/** Names in the reader's language; a name that has no English form stays as it is. */
export function useNames() {
  const { t, i18n } = useTranslation('arrival')
  const isEnglish = i18n.language === 'en'
  return {
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    /** As the hospital says it in English; else a numbered room is 'Room 5', and one with a name of its own keeps it. */
    room: (name: string, nameEn = '') => {
      if (isEnglish && nameEn !== '' && nameEn !== name) return nameEn
      const number = doorNumber(name)
      return number && isEnglish ? t('room', { number }) : name
    },
  }
}
