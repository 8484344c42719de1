import { useTranslation } from 'react-i18next'

/** Names in the reader's language; a name that has no English form stays as it is. */
export function useNames() {
  const { t, i18n } = useTranslation('arrival')
  const isEnglish = i18n.language === 'en'
  return {
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    /** '5诊室' is 'Room 5' in English; a room with another name keeps it. */
    room: (name: string) => {
      const number = /^\s*(\d+)\s*(?:号)?诊室$/.exec(name)?.[1]
      return number ? t('room', { number }) : name
    },
  }
}
