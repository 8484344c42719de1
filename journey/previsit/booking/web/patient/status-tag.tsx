import { useTranslation } from 'react-i18next'
import { Tag } from '#ui/index.ts'
import type { Tone } from '#ui/index.ts'
import type { AppointmentDetail, AppointmentStatus } from '../../contract.ts'

const tones: Record<AppointmentStatus, Tone> = {
  held: 'warning', booked: 'success', arrived: 'now', fulfilled: 'neutral', cancelled: 'neutral', expired: 'neutral', 'no-show': 'warning', suspended: 'warning',
}

export function StatusTag({ appointment: { status } }: { appointment: Pick<AppointmentDetail, 'status'> }) {
  const { t } = useTranslation('booking')
  return <Tag tone={tones[status]}>{t(`status.${status}`)}</Tag>
}
