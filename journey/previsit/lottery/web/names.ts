import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { Draw } from '../contract.ts'

/** A draw's names and days, in the reader's language. */
export function useDrawNames() {
  const { i18n } = useTranslation('lottery')
  const format = useFormat()
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english ? english : chinese)
  return {
    doctor: (draw: Draw) => pick(draw.doctorName, draw.doctorNameEn),
    department: (draw: Draw) => pick(draw.departmentName, draw.departmentNameEn),
    hospital: (draw: Draw) => pick(draw.institutionName, draw.institutionNameEn),
    days: (draw: Draw) => (draw.firstDay === draw.lastDay ? format.date(draw.firstDay) : `${format.date(draw.firstDay)} – ${format.date(draw.lastDay)}`),
  }
}
