import { useTranslation } from 'react-i18next'
import { localDay } from '#ui/index.ts'

/** A date as it stands in a document: 1991年6月3日, 3 June 1991. No weekday, which nobody wants of a birthday. */
export function useCalendarDay(): (day: string) => string {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long', timeZone: 'UTC' })
  return (day) => format.format(new Date(`${localDay(day)}T00:00:00Z`))
}
