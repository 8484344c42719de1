import { useTranslation } from 'react-i18next'
import type { Place } from '#journey/previsit/booking/contract.ts'

/** Names of a place in the reader's language. */
export function useNames() {
  const { i18n } = useTranslation('waitlist')
  const isEnglish = i18n.language === 'en'
  const pick = (chinese: string, english: string) => (isEnglish && english) || chinese
  return {
    pick,
    who: (place: Place) => (place.practitioner ? pick(place.practitioner.name, place.practitioner.nameEn) : pick(place.serviceName, place.serviceNameEn)),
    department: (place: Place) => pick(place.departmentName, place.departmentNameEn),
    hospital: (place: Place) => pick(place.institutionName, place.institutionNameEn),
    where: (place: Place) => [pick(place.institutionName, place.institutionNameEn), pick([place.building, place.floor, place.zone].filter(Boolean).join(' '), place.placeEn)].filter(Boolean).join(isEnglish ? ', ' : ' '),
  }
}
