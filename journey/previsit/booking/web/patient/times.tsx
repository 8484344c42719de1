import { useState } from 'react'
import type { ReactNode } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Avatar, Bones, Button, Chip, Chips, Day, Days, EmptyState, ErrorState, Section, Sep, Slot, Slots, Tag, useFormat } from '#ui/index.ts'
import type { DayOfService, Half, Period, PeriodsOfDay, Place, ServicePage } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useNear } from './near.ts'
import { oneOfEachTime } from './same-time.ts'

export interface ChosenPeriod {
  readonly period: Period
  readonly pool: Period['pools'][number]['pool']
  readonly cancelBy: string
}

export function useService(institutionId: string, serviceId: string) {
  const near = useNear()
  return useQuery({
    queryKey: ['booking', 'service', institutionId, serviceId, near],
    queryFn: () => api.get<ServicePage>(`/api/booking/services/${institutionId}/${serviceId}`, { query: { near } }),
  })
}

/** Whom one sees, where. */
export function WhoHeader({ place, end }: { place: Place; end?: ReactNode }) {
  const names = useNames()
  return (
    <div className="booking-who">
      <Avatar name={names.who(place).slice(0, 1)} size={52} />
      <div className="grow">
        <h2>{names.who(place)} <span className="small muted" style={{ fontWeight: 400 }}>{names.title(place)}</span></h2>
        <p className="small muted">{names.department(place)}<Sep />{names.hospital(place)}{place.distanceKm !== null && <><Sep />{names.km(place.distanceKm)}</>}</p>
      </div>
      {end}
    </div>
  )
}

/** The first day somebody can book, unless the reader chose another. */
export function dayToShow(days: readonly DayOfService[], chosen: string | null): DayOfService | undefined {
  return days.find((one) => one.day === chosen) ?? days.find((one) => one.state === 'free') ?? days[0]
}

const DAYS_AT_FIRST = 12

/** Days and times of a clinic: what is left, and of which pool. */
export function Times(props: { page: ServicePage; day: string | null; onDay: (day: string) => void; chosen: number | undefined; onChoose: (chosen: ChosenPeriod) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const [all, setAll] = useState(false)
  const day = dayToShow(props.page.days, props.day)
  const { institutionId, serviceId } = props.page.place
  const read = useQuery({
    queryKey: ['booking', 'periods', institutionId, serviceId, day?.day], enabled: day !== undefined, placeholderData: keepPreviousData, refetchInterval: 20_000,
    queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods`, { query: { day: day?.day } }),
  })
  if (!day) return <EmptyState title={t('times.none')} actions={<Chips label={t('times.other')}><Chip pressed={false} onPress={() => history.back()}>{t('times.other')}</Chip></Chips>}>{t('times.none-note')}</EmptyState>
  return (
    <>
      <Days label={t('times.days')}>
        {props.page.days.filter((one, at) => all || at < DAYS_AT_FIRST || one === day).map((one) => (
          <Day
            key={one.day} weekday={format.weekday(one.day)} date={Number(one.day.slice(8))} pressed={one.day === day.day} onPress={() => props.onDay(one.day)}
            left={one.state === 'free' ? t('times.left', { count: one.left }) : t(`times.day.${one.state}`)} state={one.state === 'free' ? 'free' : one.state === 'suspended' ? 'stopped' : 'full'}
          />
        ))}
      </Days>
      {!all && props.page.days.length > DAYS_AT_FIRST && <Button kind="quiet" onPress={() => setAll(true)}>{t('times.more-days')}</Button>}
      {day.state === 'not-open-yet' && day.opensAt && <p className="small muted">{t('times.opens', { when: format.dayTime(day.opensAt) })}</p>}
      {read.isPending && <Bones cards={[4]} />}
      {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && <Halves answer={read.data} chosen={props.chosen} onChoose={props.onChoose} />}
    </>
  )
}

const HALVES: readonly Half[] = ['morning', 'afternoon', 'evening']

function Halves({ answer, chosen, onChoose }: { answer: PeriodsOfDay; chosen: number | undefined; onChoose: (chosen: ChosenPeriod) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  // What has passed helps nobody choose.
  const ahead = answer.periods.filter((period) => period.state !== 'past')
  const pools = new Map(ahead.flatMap((period) => period.pools).filter((pool) => pool.pool !== 'public').map((pool) => [pool.pool, pool]))
  return (
    <>
      {ahead.length === 0 && <p className="muted">{t('times.day-over')}</p>}
      {HALVES.map((half) => {
        const periods = oneOfEachTime(ahead.filter((period) => period.half === half), chosen)
        const [first] = periods
        if (!first) return null
        const minutes = (Date.parse(first.endsAt) - Date.parse(first.startsAt)) / 60_000
        return (
          <Section key={half} title={t(`times.${half}`)} aside={<span className="small muted">{t('times.minutes', { count: minutes })}</span>}>
            <Slots label={`${format.date(answer.day)} ${t(`times.${half}`)}`}>
              {periods.map((period) => <OneSlot key={period.periodId} period={period} chosen={period.periodId === chosen} onChoose={(pool) => onChoose({ period, pool, cancelBy: answer.cancelBy })} />)}
            </Slots>
          </Section>
        )
      })}
      {pools.size > 0 && (
        <ul className="booking-pools small">
          {[...pools.values()].map((pool) => <li key={pool.pool}><Tag tone="brand">{names.pick(pool.name, pool.nameEn)}</Tag><span>{t(`pool.${pool.pool}`)}</span></li>)}
        </ul>
      )}
    </>
  )
}

/** A period's button. Places for everybody are offered first; where only kept ones are left, it says whose. */
function OneSlot({ period, chosen, onChoose }: { period: Period; chosen: boolean; onChoose: (pool: ChosenPeriod['pool']) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const free = period.pools.filter((pool) => pool.open && pool.left > 0)
  const [offered] = [...free].sort((a, b) => Number(b.pool === 'public') - Number(a.pool === 'public'))
  if (period.state !== 'free' || !offered) {
    return <Slot time={format.time(period.startsAt)} left={t(`times.period.${period.state}`)} state={period.state === 'full' ? 'full' : 'past'} {...(period.state === 'full' ? { onPress: () => onChoose('public') } : {})} />
  }
  const left = offered.pool === 'public' ? t('times.left', { count: offered.left }) : `${names.pick(offered.name, offered.nameEn)} ${offered.left}`
  return <Slot time={format.time(period.startsAt)} left={left} state={offered.pool === 'public' ? 'free' : 'pool'} chosen={chosen} onPress={() => onChoose(offered.pool)} />
}
