import { useTranslation } from 'react-i18next'
import { doorNumber, formatMinuteRange, formatMinutes, formatTime } from '#ui/index.ts'
import type { Language } from '#ui/index.ts'

/** The board's words in one language, whatever the page's own is: a board may change language by turns. */
export function useWords(language: Language) {
  const { t } = useTranslation('boards', { lng: language })
  const isEnglish = language === 'en'
  return {
    t, language,
    time: (at: string | number) => formatTime(at),
    minutes: (minutes: number) => formatMinutes(minutes, language),
    range: (from: number, to: number) => formatMinuteRange(from, to, language),
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    /** A numbered room is 'Room 5' in English; a room with a name of its own keeps it. */
    room: ({ name, nameEn }: { readonly name: string; readonly nameEn: string }) => {
      const number = doorNumber(name)
      if (!isEnglish) return name
      return number ? t('room', { number }) : nameEn || name
    },
    /** English titles are long, and a name is enough to find the door. */
    doctor: ({ staffedLabel, staffedLabelEn, staffedRole }: { readonly staffedLabel: string; readonly staffedLabelEn: string; readonly staffedRole: string }) =>
      isEnglish && staffedLabelEn ? staffedLabelEn : [staffedLabel, staffedRole && t(`role.${staffedRole}`)].filter(Boolean).join(' '),
  }
}

export type Words = ReturnType<typeof useWords>
