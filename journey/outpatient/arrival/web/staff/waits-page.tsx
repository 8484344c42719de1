import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Counts, Desk, EmptyState, ErrorState, Grid, Pane, Segmented, useFormat } from '#ui/index.ts'
import type { HonestWaits } from '../../contract.ts'
import { useNames } from '../names.ts'
import { WaitsChart } from './waits-chart.tsx'

const PERIODS = [1, 7, 30]

/** What people were told about their wait, and what came true: the house looks at its own promises. */
export function Component() {
  const { t } = useTranslation('arrival')
  const [search, setSearch] = useSearchParams()
  const days = PERIODS.find((one) => String(one) === search.get('days')) ?? 7
  const read = useQuery({ queryKey: ['arrival', 'waits', days], queryFn: () => api.get<HonestWaits>('/api/arrival/waits', { query: { days: String(days) } }) })
  return (
    <Desk
      title={t('waits.title')} context={t('waits.about', { days })} panes="420px 1fr"
      actions={(
        <Segmented
          label={t('waits.period')} value={String(days)} onChange={(next) => setSearch({ days: next })}
          options={PERIODS.map((one) => ({ value: String(one), label: one === 1 ? t('waits.days-one') : t('waits.days-some', { count: one }) }))}
        />
      )}
    >
      {read.data ? <Figures waits={read.data} /> : (
        <Pane label={t('waits.title')} paper>
          {read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 8]} />}
        </Pane>
      )}
    </Desk>
  )
}

const percentOf = (part: number, of: number): number => (of === 0 ? 0 : Math.round((100 * part) / of))

function Figures({ waits }: { waits: HonestWaits }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const sum = (what: 'promises' | 'inside' | 'earlier' | 'later' | 'toldToComeBack' | 'calledBefore') => waits.departments.reduce((total, one) => total + one[what], 0)
  const shares = useMemo(() => waits.departments.map((one) => ({ name: one.departmentId === 0 ? t('waits.other') : names.of(one), percent: percentOf(one.inside, one.promises) })), [waits, names, t])
  const promises = sum('promises')
  if (promises === 0) return <Pane label={t('waits.title')} paper><EmptyState title={t('waits.none')}>{t('waits.none-note')}</EmptyState></Pane>
  const share = (part: number) => t('waits.share', { percent: percentOf(part, promises) })
  const { correction } = waits
  return (
    <>
      <Pane label={t('waits.chart')} paper>
        <Counts counts={[
          { label: t('waits.inside'), value: share(sum('inside')) }, { label: t('waits.earlier'), value: share(sum('earlier')) },
          { label: t('waits.later'), value: share(sum('later')) }, { label: t('waits.promises'), value: promises },
        ]}
        />
        <p className="small muted">{t('waits.goal')}</p>
        <WaitsChart shares={shares} label={t('waits.chart')} />
        <p className="small muted">{correction ? t('waits.learned', { count: correction.samples, pace: correction.pace.toFixed(2), spread: correction.spread.toFixed(2) }) : t('waits.not-learned')}</p>
      </Pane>
      <Tables waits={waits} />
    </>
  )
}

function Tables({ waits }: { waits: HonestWaits }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const format = useFormat()
  const minutes = (value: number) => t('waits.minutes', { count: Math.round(value) })
  return (
    <Pane label={t('waits.department')} paper>
      <Grid
        caption={t('waits.chart')} rows={[...waits.departments]} rowKey={(row) => row.departmentId}
        columns={[
          { key: 'department', title: t('waits.department'), rowHeader: true, cell: (row) => (row.departmentId === 0 ? t('waits.other') : names.of(row)) },
          { key: 'promises', title: t('waits.promises'), numeric: true, cell: (row) => row.promises },
          { key: 'inside', title: t('waits.inside'), numeric: true, cell: (row) => t('waits.share', { percent: percentOf(row.inside, row.promises) }) },
          { key: 'wait', title: t('waits.wait'), numeric: true, cell: (row) => minutes(row.medianWait) },
          { key: 'width', title: t('waits.width'), numeric: true, cell: (row) => minutes(row.medianWidth) },
          { key: 'before', title: t('waits.called-before'), numeric: true, cell: (row) => (row.toldToComeBack === 0 ? '—' : t('waits.of-told', { part: row.calledBefore, of: row.toldToComeBack })) },
        ]}
      />
      <h2 className="arrival-heading">{t('waits.by-day')}</h2>
      <Grid
        caption={t('waits.by-day')} rows={[...waits.days]} rowKey={(row) => row.day}
        columns={[
          { key: 'day', title: t('waits.day'), rowHeader: true, cell: (row) => format.date(row.day) },
          { key: 'promises', title: t('waits.promises'), numeric: true, cell: (row) => row.promises },
          { key: 'inside', title: t('waits.inside'), numeric: true, cell: (row) => t('waits.share', { percent: percentOf(row.inside, row.promises) }) },
        ]}
      />
    </Pane>
  )
}
