import { Suspense, lazy, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Explain, Figure, Grid, localDay, Pane, TextField, useMinute } from '#ui/index.ts'
import type { ReleasedSession, ReleaseFigures, ReleaseShare } from '../../contract.ts'
import { usePoolNames } from './names.ts'
import { Tabs } from './tabs.tsx'
import { percentOf } from './percent.ts'
import './pools.css'

const ReleasedChart = lazy(async () => ({ default: (await import('./released-chart.tsx')).ReleasedChart }))

/** Indicator 2: which share of the outpatient units was open to primary care, against the target; down to the sessions. */
export function Component() {
  const { t } = useTranslation('pools')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const today = localDay(now)
  const from = search.get('from') ?? `${today.slice(0, 4)}-01-01`
  const to = search.get('to') ?? localDay(now + 28 * 86_400_000)
  const change = (name: string, value: string) => setSearch((old) => { const next = new URLSearchParams(old); next.set(name, value); return next }, { replace: true })
  const [chosen, setChosen] = useState<ReleaseShare>()
  const read = useQuery({ queryKey: ['pools', 'released', from, to], queryFn: () => api.get<ReleaseFigures>('/api/pools/released', { query: { from, to } }) })
  const shown = chosen ?? read.data?.rows.filter((row) => row.group === 'expert').at(-1)
  const file = (format: string) => `/api/pools/released/file.${format}?from=${from}&to=${to}`
  return (
    <Desk
      title={t('title')} panes="1fr 400px" actions={<Tabs at="released" />}
      context={<span className="row"><TextField type="date" label={<span className="sr">{t('released.from')}</span>} value={from} onChange={(value) => { if (value) change('from', value) }} /><TextField type="date" label={<span className="sr">{t('released.to')}</span>} value={to} onChange={(value) => { if (value) change('to', value) }} /></span>}
    >
      <Pane label={t('tab.released')}>
        {read.isPending && <Bones cards={[3, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.rows.length === 0 && <EmptyState title={t('released.none')}>{t('released.none-note')}</EmptyState>}
        {read.data && read.data.rows.length > 0 && (
          <div className="stack">
            <Headline figures={read.data} />
            <Suspense fallback={<Bones cards={[4]} />}><ReleasedChart figures={read.data} /></Suspense>
            <Months figures={read.data} chosen={shown} onChoose={setChosen} />
            <div className="row row--wrap"><a className="btn btn--soft" href={file('xlsx')} download>{t('released.xlsx')}</a><a className="btn btn--soft" href={file('csv')} download>{t('released.csv')}</a></div>
            <HowCounted figures={read.data} />
          </div>
        )}
      </Pane>
      {shown ? <Sessions key={`${shown.month}/${shown.group}`} of={shown} /> : <Pane label={t('released.sessions')} paper><EmptyState title={t('released.choose')} /></Pane>}
    </Desk>
  )
}

function Headline({ figures }: { figures: ReleaseFigures }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const expert = figures.rows.filter((row) => row.group === 'expert')
  const units = expert.reduce((sum, row) => sum + row.units, 0)
  const released = expert.reduce((sum, row) => sum + row.released, 0)
  const share = units === 0 ? null : released / units
  const reached = share !== null && Math.round(share * 1000) / 10 >= figures.target.expertPercent
  return (
    <div className="released-headline">
      <Figure value={percentOf(share)} unit={t('released.expert-share')} />
      <Alert tone={share === null ? 'neutral' : reached ? 'success' : 'warning'} title={t(share === null ? 'released.no-units' : reached ? 'released.reached' : 'released.below', { target: figures.target.expertPercent })}>
        {t(figures.target.verified ? 'released.source' : 'released.source-unverified', { source: names.pick(figures.target.basis, figures.target.basisEn) || figures.target.source })}
      </Alert>
    </div>
  )
}

function Months({ figures, chosen, onChoose }: { figures: ReleaseFigures; chosen: ReleaseShare | undefined; onChoose: (row: ReleaseShare) => void }) {
  const { t } = useTranslation('pools')
  return (
    <Grid
      caption={t('tab.released')} rows={figures.rows} rowKey={(row) => `${row.month}/${row.group}`} rowState={(row) => (row.month === chosen?.month && row.group === chosen.group ? 'selected' : undefined)}
      columns={[
        { key: 'month', title: t('released.month'), rowHeader: true, cell: (row) => row.month },
        { key: 'group', title: t('released.group'), cell: (row) => t(`group.${row.group}`) },
        { key: 'units', title: t('released.units'), numeric: true, cell: (row) => row.units },
        { key: 'released', title: t('released.released'), numeric: true, cell: (row) => row.released },
        { key: 'taken', title: t('released.taken'), numeric: true, cell: (row) => row.taken },
        { key: 'share', title: t('released.share'), numeric: true, cell: (row) => <strong>{percentOf(row.share)}</strong> },
        { key: 'see', title: <span className="sr">{t('released.see')}</span>, cell: (row) => <Button small kind="quiet" onPress={() => onChoose(row)}><span>{t('released.see')}</span><span className="sr"> {row.month} {t(`group.${row.group}`)}</span></Button> },
      ]}
    />
  )
}

function HowCounted({ figures }: { figures: ReleaseFigures }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  return (
    <Explain question={t('released.how')} lines={[
      { label: t('released.how-numerator', { pools: figures.pools.map((pool) => names.pool(pool)).join(t('fill.comma')) }), value: '' },
      { label: t('released.how-flowed'), value: '' }, { label: t('released.how-denominator'), value: '' },
    ]} />
  )
}

function Sessions({ of }: { of: ReleaseShare }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const query = { month: of.month, group: of.group }
  const read = useQuery({ queryKey: ['pools', 'released', 'sessions', query], queryFn: () => api.get<ReleasedSession[]>('/api/pools/released/sessions', { query }) })
  return (
    <Pane label={t('released.sessions')} paper head={<h2>{of.month} {t(`group.${of.group}`)}</h2>}>
      {read.isPending && <Bones cards={[5]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && (
        <Grid
          caption={t('released.sessions')} rows={read.data.slice(0, 300)} rowKey={(row) => row.sessionId} empty={t('released.none')}
          columns={[
            { key: 'day', title: t('released.day'), cell: (row) => row.day.slice(5) },
            { key: 'who', title: t('fill.clinic'), rowHeader: true, cell: (row) => names.who(row) },
            { key: 'released', title: t('released.released-short'), numeric: true, cell: (row) => `${row.released}/${row.units}` },
          ]}
        />
      )}
    </Pane>
  )
}
