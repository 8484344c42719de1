import { useTranslation } from 'react-i18next'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { MySuspension } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'

export function CancelledCards({ open }: { open: readonly MySuspension[] }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const names = usePlaceNames()
  return open.map((one) => (
    <Alert
      key={one.appointmentId} tone="warning" title={t('home.title', { when: format.dayTime(one.startsAt), who: names.who(one.place) })}
      action={<Button href={`/suspensions/${one.institutionId}/${one.appointmentId}`}>{one.offers.length > 0 ? t('home.choose') : t('home.see')}</Button>}
    >
      {one.offers.length > 0 ? t('home.kept', { count: one.offers.length }) : t('home.refund')}
    </Alert>
  ))
}
