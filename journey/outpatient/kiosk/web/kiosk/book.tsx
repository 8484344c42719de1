import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Opening, Openings, Period, PeriodsOfDay, ServicePage } from '#journey/previsit/booking/contract.ts'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import { Alert, Bones, Button, Card, Chip, Chips, EmptyState, KioskTile, KioskTiles, Money, Pairs, Slot, Slots, useFormat } from '#ui/index.ts'
import type { BookAtKiosk, BookedAtKiosk, KioskHere } from '../../contract.ts'
import { useNames } from '../names.ts'
import { asked, type AtKiosk } from './session.ts'

export type BookScreen =
  | { at: 'department' }
  | { at: 'doctor'; departmentId: number }
  | { at: 'time'; opening: Opening }
  | { at: 'confirm'; opening: Opening; period: Period }

/** As many as leave the ways out above the help row, in either language. */
const ON_PAGE = 6
const open = { anonymous: true } as const

/** Which department: as tiles, a few at a time, with the floor. To book, only those that have clinics. */
export function Departments({ here, onChoose }: { here: KioskHere; onChoose?: (departmentId: number) => void }) {
  const { t } = useTranslation('kiosk')
  const names = useNames()
  const [page, setPage] = useState(0)
  const all = onChoose ? here.departments.filter(({ hasClinics }) => hasClinics) : here.departments
  const shown = all.slice(page * ON_PAGE, (page + 1) * ON_PAGE)
  return (
    <>
      <KioskTiles label={t('book.where')}>
        {shown.map((one) => <KioskTile key={one.id} icon="building" title={names.of(one)} hint={names.of({ name: `${one.building} ${one.floor}`, nameEn: one.placeEn })} {...(onChoose ? { onPress: () => onChoose(one.id) } : {})} />)}
      </KioskTiles>
      <div className="kiosk-ways-out">
        {page > 0 && <Button icon="left" onPress={() => setPage(page - 1)}>{t('book.earlier')}</Button>}
        {(page + 1) * ON_PAGE < all.length && <Button icon="right" onPress={() => setPage(page + 1)}>{t('book.later')}</Button>}
      </div>
    </>
  )
}

/** Which doctor: who has time soonest stands first. */
export function Doctors({ here, departmentId, onChoose }: { here: KioskHere; departmentId: number; onChoose: (opening: Opening) => void }) {
  const { t } = useTranslation('kiosk')
  const names = useNames()
  const format = useFormat()
  const read = useQuery({
    queryKey: ['kiosk', 'openings', departmentId],
    queryFn: () => api.get<Openings>('/api/booking/openings', { ...open, query: { institutionId: here.institutionId, departmentId, limit: 12 } }),
  })
  if (read.isPending) return <Bones cards={[4]} />
  if (read.isError) return <Alert tone="warning" title={read.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>
  const { openings } = read.data
  if (!openings.some(({ next }) => next)) return <EmptyState title={t('book.none')}>{t('book.none-note')}</EmptyState>
  return (
    <KioskTiles label={t('book.doctor')}>
      {openings.map((opening) => {
        const name = opening.practitioner ? names.of(opening.practitioner) : names.of({ name: opening.serviceName, nameEn: opening.serviceNameEn })
        const hint = <>{opening.next ? t('book.free', { time: format.dayTime(opening.next.startsAt) }) : t('book.full')}{opening.feeCents !== null && <> <Money cents={opening.feeCents} /></>}</>
        return opening.next
          ? <KioskTile key={opening.serviceId} icon="steth" title={name} hint={hint} onPress={() => onChoose(opening)} />
          : <KioskTile key={opening.serviceId} icon="steth" title={name} closed={t('book.full')} />
      })}
    </KioskTiles>
  )
}

/** The unit a machine gives out at this time: one kept for people on site first, then one for everybody. */
const poolOf = (period: Period) => period.pools.find((one) => one.pool === 'on-site' && one.left > 0 && one.open) ?? period.pools.find((one) => one.pool === 'public' && one.left > 0 && one.open)

/** Which day and time; a time that is gone is not shown. */
export function Times({ here, opening, onChoose }: { here: KioskHere; opening: Opening; onChoose: (period: Period) => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const path = `/api/booking/services/${here.institutionId}/${opening.serviceId}`
  const service = useQuery({ queryKey: ['kiosk', 'service', opening.serviceId], queryFn: () => api.get<ServicePage>(path, open) })
  const days = (service.data?.days ?? []).filter((one) => one.state === 'free').slice(0, 6)
  const [picked, setPicked] = useState<string>()
  const day = picked ?? days[0]?.day
  const periods = useQuery({ queryKey: ['kiosk', 'periods', opening.serviceId, day], enabled: day !== undefined, staleTime: 0, queryFn: () => api.get<PeriodsOfDay>(`${path}/periods`, { ...open, query: { day } }) })
  if (service.isPending) return <Bones cards={[4]} />
  const free = (periods.data?.periods ?? []).flatMap((period) => {
    const pool = poolOf(period)
    return pool && period.state !== 'past' && period.state !== 'suspended' ? [{ period, pool }] : []
  })
  return (
    <>
      <Chips label={t('book.days')}>{days.map((one) => <Chip key={one.day} pressed={one.day === day} onPress={() => setPicked(one.day)}>{format.day(`${one.day}T08:00:00+08:00`)}</Chip>)}</Chips>
      {periods.isPending ? <Bones cards={[2]} /> : free.length === 0 && <EmptyState title={t('book.no-times')}>{t('book.none-note')}</EmptyState>}
      <Slots label={t('book.time')}>
        {free.map(({ period, pool }) => <Slot key={period.periodId} time={format.time(period.startsAt)} left={t('book.left', { count: pool.left })} state="free" onPress={() => onChoose(period)} />)}
      </Slots>
    </>
  )
}

interface ConfirmProps {
  readonly at: AtKiosk
  readonly nameMasked: string
  readonly opening: Opening
  readonly period: Period
  readonly onBooked: (booked: BookedAtKiosk) => void
}

/** Everything read back; only now is it booked. */
export function ConfirmBooking({ at, nameMasked, opening, period, onBooked }: ConfirmProps) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const book = useMutation<BookedAtKiosk, Problem, BookAtKiosk>({
    gcTime: 0, mutationFn: (body) => api.post<BookedAtKiosk>('/api/kiosk/appointments', { ...asked(at), body }), onSuccess: onBooked,
  })
  return (
    <>
      {book.isError && <Alert tone="warning" title={book.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>}
      <Card>
        <Pairs pairs={[
          { label: t('book.name'), value: nameMasked },
          { label: t('book.where'), value: names.of({ name: opening.departmentName, nameEn: opening.departmentNameEn }) },
          { label: t('book.who'), value: opening.practitioner ? names.of(opening.practitioner) : names.of({ name: opening.serviceName, nameEn: opening.serviceNameEn }) },
          { label: t('book.when'), value: `${format.day(period.startsAt)} ${format.timeRange(period.startsAt, period.endsAt)}` },
          ...(opening.feeCents === null ? [] : [{ label: t('book.fee'), value: <Money cents={opening.feeCents} /> }]),
        ]} />
      </Card>
      <Button kind="primary" block icon="check" busy={book.isPending} onPress={() => book.mutate({ periodId: period.periodId, pool: poolOf(period)?.pool ?? 'public' })}>{t('book.do')}</Button>
    </>
  )
}

/** Booked for later: where and when, and from when to check in. */
export function Booked({ booked, onPay }: { booked: BookedAtKiosk; onPay: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  return (
    <>
      <Alert tone="success" icon="check" title={t('book.done-note', { day: format.day(booked.opensAt), time: format.time(booked.opensAt) })} />
      <Card>
        <Pairs pairs={[
          { label: t('book.where'), value: `${names.of(booked.department)} ${names.room(booked.room)}` },
          ...(booked.practitioner ? [{ label: t('book.who'), value: names.of(booked.practitioner) }] : []),
          { label: t('book.when'), value: `${format.day(booked.startsAt)} ${format.timeRange(booked.startsAt, booked.endsAt)}` },
          { label: t('book.fee'), value: <Money cents={booked.feeCents} /> },
        ]} />
      </Card>
      <Button kind="primary" block icon="receipt" onPress={onPay}>{t('book.pay-next')}</Button>
    </>
  )
}
