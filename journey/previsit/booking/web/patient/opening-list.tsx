import { useTranslation } from 'react-i18next'
import { DoctorRow, List, useFormat } from '#ui/index.ts'
import type { AvatarTone } from '#ui/index.ts'
import type { Opening } from '../../contract.ts'
import { ownShareCents, useNames } from '../names.ts'

const tones: AvatarTone[] = ['plain', 'blue', 'plum', 'warm']

/** Doctors and clinics with their next free time. */
export function OpeningList({ openings }: { openings: readonly Opening[] }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  return (
    <List>
      {openings.map((one) => (
        <DoctorRow
          key={`${one.institutionId}/${one.serviceId}`} href={`/doctors/${one.institutionId}/${one.serviceId}`} name={names.who(one)}
          rank={names.title(one) || undefined} speciality={names.department(one)} hospital={names.hospital(one)}
          tone={tones[(one.practitioner?.id ?? 0) % tones.length]}
          {...(one.distanceKm === null ? {} : { distance: names.km(one.distanceKm) })}
          {...(one.practitioner?.speciality && !names.isEnglish ? { skill: one.practitioner.speciality } : {})}
          {...(one.feeCents === null ? {} : { price: format.money(one.feeCents, { whole: true }) })}
          next={one.next ? { state: 'free', text: t('next', { when: format.dayTime(one.next.startsAt) }) } : { state: 'stopped', text: t('next-none') }}
          {...(one.times.length > 1 ? { more: t('more-times', { times: one.times.slice(1).map((time) => format.dayTime(time.startsAt)).join(format.language === 'en' ? ', ' : '、') }) } : {})}
          {...(one.feeCents !== null && one.insuranceShareBp > 0
            ? { hint: t('after-insurance', { money: format.money(ownShareCents(one.feeCents, one.insuranceShareBp), { whole: true }) }) } : {})}
        />
      ))}
    </List>
  )
}
