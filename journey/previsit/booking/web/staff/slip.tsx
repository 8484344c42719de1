import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { Appointment, Place } from '../../contract.ts'
import { useNames } from '../names.ts'

/** What the printer gives the person at the window; on the screen it is not shown. */
export function Slip({ booked, place, name }: { booked: Appointment; place: Place; name: string }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  return (
    <section className="desk-slip" aria-hidden="true">
      <h2>{names.hospital(place)}</h2>
      <p className="desk-slip__time">{format.date(booked.startsAt)} {format.time(booked.startsAt)}</p>
      <p>{name}</p>
      <p>{names.department(place)} {names.who(place)} {names.title(place)}</p>
      <p>{[place.address, names.where(place), names.room(booked.room)].filter(Boolean).join(names.isEnglish ? ', ' : ' ')}</p>
      <p>{t('confirm.fee')} {format.money(booked.feeCents)}</p>
      <p>{t('bring.come', { time: format.time(Date.parse(booked.startsAt) - 15 * 60_000) })}</p>
      <p>{t('bring.card')}</p>
      <p>{t('cancel.free', { when: format.dayTime(booked.cancelBy) })} {place.phone}</p>
    </section>
  )
}
