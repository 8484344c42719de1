import { useTranslation } from 'react-i18next'
import type { Place } from '../contract.ts'
import { doorNumber } from '#ui/index.ts'

/** Names of a place in the reader's language. */
export function useNames() {
  const { t, i18n } = useTranslation('booking')
  const isEnglish = i18n.language === 'en'
  const pick = (chinese: string, english: string) => (isEnglish && english) || chinese
  return {
    isEnglish,
    pick,
    hospital: (place: Place) => pick(place.institutionName, place.institutionNameEn),
    department: (place: Place) => pick(place.departmentName, place.departmentNameEn),
    service: (place: Place) => pick(place.serviceName, place.serviceNameEn),
    /** Whom one sees: the doctor, or the clinic where whoever is on duty sees patients. */
    who: (place: Place) => (place.practitioner ? pick(place.practitioner.name, place.practitioner.nameEn) : pick(place.serviceName, place.serviceNameEn)),
    title: (place: Place) => (place.practitioner ? t(`title.${place.practitioner.title}`) : ''),
    km: (km: number) => (km < 1 ? t('metres', { count: Math.round(km * 10) * 100 || 100 }) : t('kilometres', { km: km.toFixed(1) })),
    /** A numbered room is 'Room 5' in English; one with a name of its own keeps it. */
    room: (name: string) => {
      const number = doorNumber(name)
      return number && isEnglish ? t('room', { number }) : name
    },
    where: (place: Place) => pick([place.building, place.floor, place.zone].filter(Boolean).join(' '), place.placeEn),
  }
}

/** What the person still pays where insurance usually bears its part; an estimate until the bill. */
export function ownShareCents(feeCents: number, insuranceShareBp: number): number {
  return feeCents - Math.round((feeCents * insuranceShareBp) / 10_000)
}
