import { useTranslation } from 'react-i18next'
import type { VisitDay } from '#journey/outpatient/arrival/contract.ts'
import type { Place } from '#journey/previsit/booking/contract.ts'

type Named = { name: string; nameEn: string }

/** Names of people and places in the reader's language; a name without an English form stays as it is written. */
export function useWords() {
  const { t, i18n } = useTranslation('patient')
  const english = i18n.language === 'en'
  const say = (name: string, nameEn: string) => (english && nameEn ? nameEn : name)
  const doctor = (department: string, practitioner: Named | null) => (practitioner ? t('doctor', { department, name: say(practitioner.name, practitioner.nameEn) }) : department)
  const where = (hospital: string, { building, floor, zone, placeEn }: Pick<Place, 'building' | 'floor' | 'zone' | 'placeEn'>) =>
    (english && placeEn ? [hospital, placeEn].filter(Boolean).join(', ') : [hospital, building, floor, zone].filter(Boolean).join(' '))
  return {
    doctorOf: (place: Place) => doctor(say(place.departmentName, place.departmentNameEn), place.practitioner),
    placeOf: (place: Place) => where(say(place.institutionName, place.institutionNameEn), place),
    doctorOfVisit: (visit: VisitDay) => doctor(say(visit.department.name, visit.department.nameEn), visit.practitioner),
    placeOfVisit: (visit: VisitDay) => where(say(visit.institution.name, visit.institution.nameEn), visit),
    roomOf: ({ place, room }: VisitDay) => (place?.pointName ? say(place.pointName, place.pointNameEn ?? '') : room) || t('the-room'),
  }
}

/** What one is called by friends: the given name of a Chinese name, the whole of any other. */
export function givenName(name: string): string {
  return /^\p{Script=Han}{3,4}$/u.test(name) ? name.slice(name.length === 4 ? 2 : 1) : name
}
