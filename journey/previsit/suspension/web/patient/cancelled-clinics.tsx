import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { MySuspension } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'

/** Above everything else at home: a clinic was cancelled, and other times are waiting. */
export function CancelledClinics({ personId }: { personId: string }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const names = usePlaceNames()
  const read = useQuery({ queryKey: ['suspension', 'mine'], queryFn: () => api.get<MySuspension[]>('/api/suspension/mine'), staleTime: 20_000 })
  const open = (read.data ?? []).filter((one) => one.personId === personId)
  return open.map((one) => (
    <Alert
      key={one.appointmentId} tone="warning" title={t('home.title', { when: format.dayTime(one.startsAt), who: names.who(one.place) })}
      action={<Button href={`/suspensions/${one.institutionId}/${one.appointmentId}`}>{one.offers.length > 0 ? t('home.choose') : t('home.see')}</Button>}
    >
      {one.offers.length > 0 ? t('home.kept', { count: one.offers.length }) : t('home.refund')}
    </Alert>
  ))
}
