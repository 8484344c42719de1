import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Select, Slot, Slots, useFormat } from '#ui/index.ts'
import type { PeriodsOfDay, PoolCode, ServicePage } from '../../contract.ts'
import { useNames } from '../names.ts'

export interface Picked {
  readonly periodId: number
  readonly pool: PoolCode
  readonly startsAt: string
}

/** A clinic's days and times as the desk sees them: every pool, also those kept for the window. */
export function PickPeriod(props: { institutionId: number; serviceId: number; day: string; picked: Picked | undefined; onPick: (picked: Picked) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const [chosenDay, setChosenDay] = useState<string>()
  const path = `/api/booking/services/${props.institutionId}/${props.serviceId}`
  const service = useQuery({ queryKey: ['booking', 'service', String(props.institutionId), String(props.serviceId), undefined], queryFn: () => api.get<ServicePage>(path) })
  const days = service.data?.days ?? []
  const day = chosenDay ?? (days.find((one) => one.day === props.day) ?? days.find((one) => one.state === 'free') ?? days[0])?.day
  const read = useQuery({ queryKey: ['booking', 'periods', props.institutionId, props.serviceId, day], enabled: day !== undefined, queryFn: () => api.get<PeriodsOfDay>(`${path}/periods`, { query: { day } }) })
  if (service.isPending) return <Bones cards={[2]} />
  const offers = (read.data?.periods ?? []).flatMap((period) => period.pools.filter((pool) => pool.left > 0 && pool.open).map((pool) => ({ period, pool })))
  return (
    <>
      <Select label={t('desk.day')} value={day ?? ''} onChange={setChosenDay} options={days.map((one) => ({ value: one.day, label: `${format.date(one.day)} · ${one.state === 'free' ? t('times.left', { count: one.left }) : t(`times.day.${one.state}`)}` }))} />
      {read.data && offers.length === 0 && <p className="muted">{t('desk.full')}</p>}
      <Slots label={t('desk.times')}>
        {offers.map(({ period, pool }) => (
          <Slot
            key={`${period.periodId}/${pool.pool}`} time={format.time(period.startsAt)} left={pool.pool === 'public' ? t('times.left', { count: pool.left }) : `${names.pick(pool.name, pool.nameEn)} ${pool.left}`}
            state={pool.pool === 'public' ? 'free' : 'pool'} chosen={props.picked?.periodId === period.periodId && props.picked.pool === pool.pool}
            onPress={() => props.onPick({ periodId: period.periodId, pool: pool.pool, startsAt: period.startsAt })}
          />
        ))}
      </Slots>
    </>
  )
}
