import { useTranslation } from 'react-i18next'
import { Icon, Section, useFormat } from '#ui/index.ts'
import type { AppointmentDetail } from '../../contract.ts'

/** When to be there, and with what. */
export function WhatToBring({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const lines = [t('bring.come', { time: format.time(Date.parse(appointment.startsAt) - 15 * 60_000) }), t('bring.card'), t('bring.papers')]
  return (
    <Section title={t('bring.title')}>
      <ul className="card booking-bring">{lines.map((line) => <li key={line}><Icon name="check" size={20} /><span>{line}</span></li>)}</ul>
    </Section>
  )
}

/** A plain link out of the app: the browser hands the file to the calendar. */
export function calendarHref({ institutionId, id }: { institutionId: number; id: string }): string {
  return `${location.origin}/api/booking/appointments/${institutionId}/${id}/calendar.ics`
}
