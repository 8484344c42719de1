import { useTranslation } from 'react-i18next'
import { doorNumber } from '#ui/index.ts'

/** Names in the reader's language; a name that has no English form stays as it is. */
export function useNames() {
  const { t, i18n } = useTranslation('kiosk')
  const isEnglish = i18n.language === 'en'
  return {
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    /** A numbered room is 'Room 5' in English; a room with a name of its own keeps it. */
    room: (name: string) => {
      const number = doorNumber(name)
      return number && isEnglish ? t('room', { number }) : name
    },
  }
}
