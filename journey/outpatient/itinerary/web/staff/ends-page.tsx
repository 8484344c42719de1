import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Desk, EmptyState, ErrorState, Grid, localDay, Pane, Segmented, useMinute } from '#ui/index.ts'
import type { PromiseFigures, PromiseLesson } from '../../contract.ts'
import '../day.css'

const PERIODS = [7, 28]
const DAY_MS = 86_400_000
const MOMENTS: readonly PromiseFigures['moment'][] = ['morning', 'check-in', 'after-doctor']

/** When people were told they would be done, what came true, and what that taught: the house looks at its own word. */
export function Component() {
  const { t } = useTranslation('itinerary')
  const [search, setSearch] = useSearchParams()
  const days = PERIODS.find((one) => String(one) === search.get('days')) ?? 7
  const until = localDay(useMinute())
  const from = localDay(Date.parse(`${until}T12:00:00+08:00`) - (days - 1) * DAY_MS)
  const figures = useQuery({ queryKey: ['itinerary', 'promises', from, until], queryFn: () => api.get<PromiseFigures[]>('/api/itinerary/promises', { query: { from, until } }) })
  const lessons = useQuery({ queryKey: ['itinerary', 'lessons'], queryFn: () => api.get<PromiseLesson[]>('/api/itinerary/lessons') })
  const failed = figures.error ?? lessons.error
  return (
    <Desk
      title={t('ends.title')} context={t('ends.about', { days })} panes="1fr 1fr"
      actions={<Segmented label={t('ends.period')} value={String(days)} onChange={(next) => setSearch({ days: next })} options={PERIODS.map((one) => ({ value: String(one), label: t('ends.days', { count: one }) }))} />}
    >
      {figures.data && lessons.data ? <Ends figures={figures.data} lessons={lessons.data} /> : (
        <Pane label={t('ends.title')} paper>{failed ? <ErrorState problem={failed} onRetry={() => void Promise.all([figures.refetch(), lessons.refetch()])} /> : <Bones cards={[4, 6]} />}</Pane>
      )}
    </Desk>
  )
}

function Ends({ figures, lessons }: { figures: PromiseFigures[]; lessons: PromiseLesson[] }) {
  const { t } = useTranslation('itinerary')
  const percent = (part: number, of: number) => (of === 0 ? '—' : t('ends.share', { percent: Math.round((100 * part) / of) }))
  const minutes = (value: number | null) => (value === null ? '—' : t('ends.minutes', { count: value }))
  return (
    <>
      <Pane label={t('ends.true')} paper>
        <h2 className="itinerary-heading">{t('ends.true')}</h2>
        {figures.length === 0 ? <EmptyState title={t('ends.none')}>{t('ends.none-note')}</EmptyState> : (
          <>
            <Grid
              caption={t('ends.true')} rows={MOMENTS.flatMap((moment) => figures.filter((one) => one.moment === moment))} rowKey={(row) => row.moment}
              columns={[
                { key: 'moment', title: t('ends.when'), rowHeader: true, cell: (row) => t(`ends.moment.${row.moment}`) },
                { key: 'days', title: t('ends.told'), numeric: true, cell: (row) => row.days },
                { key: 'within', title: t('ends.within'), numeric: true, cell: (row) => percent(row.within, row.days) },
                { key: 'earlier', title: t('ends.earlier'), numeric: true, cell: (row) => percent(row.earlier, row.days) },
                { key: 'later', title: t('ends.later'), numeric: true, cell: (row) => percent(row.later, row.days) },
                { key: 'width', title: t('ends.width'), numeric: true, cell: (row) => minutes(row.medianWidthMinutes) },
                { key: 'whole', title: t('ends.whole'), numeric: true, cell: (row) => percent(row.withinWholeDay, row.wholeDays) },
              ]}
            />
            <p className="small muted">{t('ends.goal')}</p>
          </>
        )}
      </Pane>
      <Learned lessons={lessons} percent={percent} />
    </>
  )
}

function Learned({ lessons, percent }: { lessons: PromiseLesson[]; percent: (part: number, of: number) => string }) {
  const { t } = useTranslation('itinerary')
  return (
    <Pane label={t('ends.learned')} paper>
      <h2 className="itinerary-heading">{t('ends.learned')}</h2>
      {lessons.length === 0 ? <EmptyState title={t('ends.not-learned')}>{t('ends.not-learned-note')}</EmptyState> : (
        <>
          <Grid
            caption={t('ends.learned')} rows={MOMENTS.flatMap((moment) => lessons.filter((one) => one.moment === moment))} rowKey={(row) => `${row.institutionId} ${row.moment} ${row.shape}`}
            columns={[
              { key: 'of', title: t('ends.of'), rowHeader: true, cell: (row) => <>{t(`ends.moment.${row.moment}`)} · {t(`ends.shape.${row.shape}`)}<span className="small muted itinerary-more">{t(row.institutionId === 0 ? 'ends.region' : 'ends.here')}</span></> },
              { key: 'samples', title: t('ends.samples'), numeric: true, cell: (row) => row.samples },
              { key: 'inside', title: t('ends.inside'), numeric: true, cell: (row) => percent(row.inside, 1) },
              { key: 'halves', title: t('ends.halves'), numeric: true, cell: (row) => t('ends.times', { low: (-row.low).toFixed(2), high: row.high.toFixed(2) }) },
              { key: 'version', title: t('ends.version'), numeric: true, cell: (row) => t('ends.since', { version: row.version, day: row.holdsFrom }) },
            ]}
          />
          <p className="small muted">{t('ends.how')}</p>
        </>
      )}
    </Pane>
  )
}
