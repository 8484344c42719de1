import { useTranslation } from 'react-i18next'

/** How doors are numbered here: 5诊室, A01 诊室, 12号诊室. */
const NUMBERED = /^\s*([A-Z]?\d+)\s*号?诊室$/

/** Names in the reader's language; a name that has no English form stays as it is. */
export function useNames() {
  const { t, i18n } = useTranslation('arrival')
  const isEnglish = i18n.language === 'en'
  return {
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    /** As the hospital says it in English; else a numbered room is 'Room 5', and one with a name of its own keeps it. */
    room: (name: string, nameEn = '') => {
      if (isEnglish && nameEn !== '' && nameEn !== name) return nameEn
      const number = NUMBERED.exec(name)?.[1]
      return number && isEnglish ? t('room', { number }) : name
    },
  }
}
