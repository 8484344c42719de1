import { useQuery } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import { Alert, Bones, Button, localDay, Select, Sheet, Slot, Slots, useFormat } from '#ui/index.ts'
import type { Openings, PeriodsOfDay, PoolCode } from '#journey/previsit/booking/contract.ts'
import type { CheckedIn, DeskFound, WalkIn, ZoneNow } from '../../contract.ts'

/** On-site registration: a clinic, a time of today that is left, and the person stands in line. */
export function WalkInSheet({ person, zone, walkIn, onClose }: { person: DeskFound['persons'][number]; zone: ZoneNow; walkIn: UseMutationResult<CheckedIn, Problem, WalkIn>; onClose: () => void }) {
  const { t, i18n } = useTranslation('arrival')
  const format = useFormat()
  const day = localDay(zone.asOf)
  const departments = [...new Set([...zone.expected, ...zone.queues.flatMap((queue) => queue.entries.flatMap(({ patient }) => patient ?? []))].map((one) => one.departmentId))]
  const departmentId = departments[0] ?? Number(/^d(\d+)$/.exec(zone.zoneId)?.[1])
  const clinics = useQuery({ queryKey: ['booking', 'openings', zone.institutionId, departmentId], queryFn: () => api.get<Openings>('/api/booking/openings', { query: { institutionId: zone.institutionId, departmentId, limit: 50 } }) })
  const [serviceId, setServiceId] = useState('')
  const chosen = serviceId || String(clinics.data?.openings[0]?.serviceId ?? '')
  const periods = useQuery({ queryKey: ['booking', 'periods', zone.institutionId, chosen, day], queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${zone.institutionId}/${chosen}/periods`, { query: { day } }), enabled: chosen !== '' })
  const free = (periods.data?.periods ?? []).flatMap((period) => {
    const pool = period.pools.find((one) => one.pool === 'on-site' && one.left > 0) ?? period.pools.find((one) => one.pool === 'public' && one.left > 0 && one.open)
    return period.state === 'past' || !pool ? [] : [{ ...period, pool }]
  })
  const register = (periodId: number, pool: PoolCode) => walkIn.mutate({ personId: person.personId, periodId, pool }, { onSuccess: onClose })
  return (
    <Sheet title={t('walk-in.title', { name: person.nameMasked })} onClose={onClose}>
      <div className="stack">
        {walkIn.isError && <Alert tone="warning">{walkIn.error.title || t('offline')}</Alert>}
        {clinics.isPending ? <Bones cards={[2]} /> : (
          <Select label={t('walk-in.clinic')} value={chosen} onChange={setServiceId} options={(clinics.data?.openings ?? []).map((one) => ({ value: String(one.serviceId), label: i18n.language === 'en' ? `${one.practitioner?.nameEn ?? ''} ${one.serviceNameEn}`.trim() : `${one.practitioner?.name ?? ''} ${one.serviceName}`.trim() }))} />
        )}
        {periods.data && free.length === 0 && <p className="muted">{t('walk-in.full')}</p>}
        <Slots label={t('walk-in.times')}>
          {free.map((period) => <Slot key={period.periodId} time={format.time(period.startsAt)} left={t('walk-in.left', { count: period.pool.left })} state="free" onPress={() => register(period.periodId, period.pool.pool)} />)}
        </Slots>
        <Button onPress={onClose}>{t('walk-in.not-now')}</Button>
      </div>
    </Sheet>
  )
}
