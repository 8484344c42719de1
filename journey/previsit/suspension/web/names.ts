import { useTranslation } from 'react-i18next'
import type { Place } from '#journey/previsit/booking/contract.ts'

/** Names of a place in the reader's language. */
export function usePlaceNames() {
  const { t, i18n } = useTranslation('booking')
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english) || chinese
  return {
    pick,
    hospital: (place: Place) => pick(place.institutionName, place.institutionNameEn),
    department: (place: Place) => pick(place.departmentName, place.departmentNameEn),
    who: (place: Place) => (place.practitioner ? pick(place.practitioner.name, place.practitioner.nameEn) : pick(place.serviceName, place.serviceNameEn)),
    title: (place: Place) => (place.practitioner ? t(`title.${place.practitioner.title}`) : ''),
  }
}
