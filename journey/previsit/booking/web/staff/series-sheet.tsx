import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem, newKey } from '#client/index.ts'
import { Alert, Bones, Button, Checkbox, ErrorState, Select, Sheet, SuccessState, useFormat } from '#ui/index.ts'
import type { Appointment, WeekOfSeries } from '../../contract.ts'
import { Reasons, useReasons } from '../reasons.tsx'

/**
 * The same time in the coming weeks, for a course of visits. It shows what is free before anything is booked; what is chosen is
 * booked all or not at all, and what is not free is plainly left out.
 */
export function SeriesSheet({ first, personId, channel, onClose }: { first: Appointment; personId: string; channel: 'window' | 'phone'; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const [weeks, setWeeks] = useState('4')
  const [every, setEvery] = useState('1')
  const query = { periodId: first.periodId, weeks, everyWeeks: every }
  const read = useQuery({ queryKey: ['booking', 'weeks', first.serviceId, query], queryFn: () => api.get<WeekOfSeries[]>(`/api/booking/services/${first.institutionId}/${first.serviceId}/weeks`, { query }) })
  return (
    <Sheet title={t('series.title')} onClose={onClose}>
      <div className="stack">
        <div className="desk-pair">
          <Select label={t('series.weeks')} value={weeks} onChange={setWeeks} options={['3', '4', '5', '6'].map((value) => ({ value, label: t('series.visits', { count: Number(value) - 1 }) }))} />
          <Select label={t('series.every')} value={every} onChange={setEvery} options={['1', '2'].map((value) => ({ value, label: t(`series.every-${value}`) }))} />
        </div>
        {read.isPending && <Bones cards={[3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {/* The first is what was just booked. */}
        {read.data && <Weeks key={`${weeks} ${every}`} weeks={read.data.slice(1)} first={first} personId={personId} channel={channel} onClose={onClose} />}
      </div>
    </Sheet>
  )
}

function Weeks({ weeks, first, personId, channel, onClose }: { weeks: WeekOfSeries[]; first: Appointment; personId: string; channel: 'window' | 'phone'; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const client = useQueryClient()
  const { entriesOf, title } = useReasons()
  const free = weeks.flatMap((week) => (week.period ? [week.period] : []))
  const [chosen, setChosen] = useState(() => new Set(free.map((period) => period.periodId)))
  const periods = free.filter((period) => chosen.has(period.periodId)).map(({ periodId, pool }) => ({ periodId, pool }))
  const book = useMutation({
    mutationFn: () => {
      const common = { institutionId: first.institutionId, personId, channel }
      return periods.length === 1
        ? api.post<Appointment>('/api/booking/appointments', { body: { ...common, ...periods[0] }, idempotencyKey: newKey() }).then((one) => [one])
        : api.post<Appointment[]>('/api/booking/series', { body: { ...common, periods }, idempotencyKey: newKey() })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
  })
  if (book.data) return <SuccessState title={t('series.done', { count: book.data.length })} actions={<Button kind="primary" onPress={onClose}>{t('series.close')}</Button>}>{book.data.map((one) => format.dayTime(one.startsAt)).join('、')}</SuccessState>
  const refused = isProblem(book.error) ? book.error : undefined
  const whyNot = (periodId: number) => refused && entriesOf(refused).find((entry) => entry.periodId === periodId)?.reasons.map((reason) => title(reason.code)).join(' ')
  return (
    <>
      <ul className="desk-visits">
        {weeks.map((week) => (
          <li key={week.day}>
            {week.period
              ? <Checkbox checked={chosen.has(week.period.periodId)} onChange={(on) => setChosen((now) => { const next = new Set(now); if (on) next.add(week.period!.periodId); else next.delete(week.period!.periodId); return next })}
                  label={<>{format.dayTime(week.period.startsAt)} {!week.period.exact && <span className="small muted">{t('series.other-time')}</span>} {whyNot(week.period.periodId) && <span className="small" style={{ display: 'block' }}>{whyNot(week.period.periodId)}</span>}</>} />
              : <span className="muted">{format.date(week.day)} · {t(`series.state.${week.state}`)}</span>}
          </li>
        ))}
      </ul>
      {refused && <Alert tone="warning" title={refused.title}><Reasons problem={refused} /></Alert>}
      {free.length < weeks.length && <p className="small muted">{t('series.partial', { free: free.length, all: weeks.length })}</p>}
      <Button kind="primary" block busy={book.isPending} disabled={periods.length === 0} onPress={() => book.mutate()}>{t('series.book', { count: periods.length })}</Button>
    </>
  )
}
