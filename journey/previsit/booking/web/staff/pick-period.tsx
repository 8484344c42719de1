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

interface PickPeriodProps {
  readonly institutionId: number
  readonly serviceId: number
  readonly day: string | undefined
  readonly picked: Picked | undefined
  readonly onPick: (picked: Picked) => void
  /** Only these places, in this order; others are for somebody else to give. */
  readonly pools?: readonly PoolCode[] | undefined
}

/** A clinic's days and times as the desk sees them: every pool it may give, and why there are others. */
export function PickPeriod({ institutionId, serviceId, pools, picked, onPick, ...props }: PickPeriodProps) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const [chosenDay, setChosenDay] = useState<string>()
  const path = `/api/booking/services/${institutionId}/${serviceId}`
  const service = useQuery({ queryKey: ['booking', 'service', String(institutionId), String(serviceId), undefined], queryFn: () => api.get<ServicePage>(path) })
  const days = service.data?.days ?? []
  const day = chosenDay ?? (days.find((one) => one.day === props.day) ?? days.find((one) => one.state === 'free') ?? days[0])?.day
  const read = useQuery({ queryKey: ['booking', 'periods', institutionId, serviceId, day], enabled: day !== undefined, queryFn: () => api.get<PeriodsOfDay>(`${path}/periods`, { query: { day } }) })
  if (service.isPending) return <Bones cards={[2]} />
  if (days.length === 0) return <p className="muted">{t('times.none')}</p>
  const isGiven = (code: PoolCode) => pools === undefined || pools.includes(code)
  const periods = (read.data?.periods ?? []).filter((period) => period.state !== 'past')
  const offers = periods.flatMap((period) => period.pools.filter((pool) => pool.left > 0 && pool.open && isGiven(pool.pool)).map((pool) => ({ period, pool })))
  const shown = new Map(offers.map(({ pool }) => [pool.pool, pool]))
  return (
    <>
      <Select label={t('desk.day')} value={day ?? ''} onChange={setChosenDay} options={days.map((one) => ({ value: one.day, label: `${format.date(one.day)} · ${one.state === 'free' ? t('times.left', { count: one.left }) : t(`times.day.${one.state}`)}` }))} />
      {read.isPending && <Bones cards={[2]} />}
      {read.data && offers.length === 0 && <p className="muted">{t('desk.full')}</p>}
      <Slots label={t('desk.times')}>
        {offers.map(({ period, pool }) => (
          <Slot
            key={`${period.periodId}/${pool.pool}`} time={format.time(period.startsAt)} left={pool.pool === 'public' ? t('times.left', { count: pool.left }) : `${names.pick(pool.name, pool.nameEn)} ${pool.left}`}
            state={pool.pool === 'public' ? 'free' : 'pool'} chosen={picked?.periodId === period.periodId && picked.pool === pool.pool}
            onPress={() => onPick({ periodId: period.periodId, pool: pool.pool, startsAt: period.startsAt })}
          />
        ))}
      </Slots>
      {[...shown.keys()].some((code) => code !== 'public') && (
        <ul className="caption muted">{[...shown.values()].filter((pool) => pool.pool !== 'public').map((pool) => <li key={pool.pool}>{names.pick(pool.name, pool.nameEn)}: {t(`pool-at-desk.${pool.pool}`, { defaultValue: t(`pool.${pool.pool}`) })}</li>)}</ul>
      )}
    </>
  )
}
