import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Anchor, Bones, Card, Desk, EmptyState, ErrorState, Grid, localDay, Money, Pane, Section, Tag, useFormat, useMinute } from '#ui/index.ts'
import type { Dashboard } from '../../contract.ts'
import { dayBefore, useDashboard } from './finance-data.ts'
import { DayField, Tabs } from './parts.tsx'

// The charts weigh more than all else here: the figures are there before them.
const MoneyChart = lazy(() => import('./chart.tsx').then((module) => ({ default: module.MoneyChart })))

/** What came in and went back, what nobody knows yet, and how long what is unexplained has been so. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const to = search.get('to') ?? localDay(now)
  const from = search.get('from') ?? dayBefore(to, 13)
  const read = useDashboard(from, to)
  const change = (name: 'from' | 'to', value: string) => setSearch({ from, to, [name]: value }, { replace: true })
  return (
    <Desk title={t('nav.finance')} actions={<Tabs />} context={
      <div className="row">
        <DayField label={t('dashboard.from')} day={from} onChange={(value) => change('from', value)} /><DayField label={t('dashboard.to')} day={to} onChange={(value) => change('to', value)} />
      </div>
    }>
      <Pane label={t('nav.dashboard')} paper>
        {read.isPending && <Bones cards={[2, 4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Board board={read.data} />}
      </Pane>
    </Desk>
  )
}

function Board({ board }: { board: Dashboard }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const sum = (key: 'paymentCents' | 'refundCents') => board.days.reduce((cents, one) => cents + one[key], 0)
  const [income, back] = [sum('paymentCents'), sum('refundCents')]
  const open = board.aging.reduce((count, one) => count + one.count, 0)
  return (
    <div className="reconciliation-board">
      <div className="reconciliation-figures">
        <Card><span className="muted small">{t('dashboard.income')}</span><b><Money cents={income} /></b></Card>
        <Card><span className="muted small">{t('dashboard.refunds')}</span><b><Money cents={back} /></b></Card>
        <Card><span className="muted small">{t('dashboard.net')}</span><b><Money cents={income - back} /></b></Card>
        <Card>
          <span className="muted small">{t('dashboard.unknown')}</span>
          <b>{board.unknown.count === 0 ? t('dashboard.unknown-none') : <>{board.unknown.count} · <Money cents={board.unknown.cents} /></>}</b>
          {board.unknown.oldest && <span className="small muted">{t('dashboard.unknown-since', { when: format.dayTime(board.unknown.oldest) })}</span>}
        </Card>
      </div>
      {income === 0 && back === 0 ? <Card><EmptyState title={t('dashboard.empty')}>{t('dashboard.empty-note')}</EmptyState></Card> : <Moved board={board} />}
      <Card>
        <Section title={t('dashboard.aging')} aside={open > 0 ? <Anchor href="/finance/differences">{t('difference.to-do')}</Anchor> : undefined}>
          {open === 0 ? <p className="muted">{t('dashboard.aging-none')}</p> : (
            <Grid caption={t('dashboard.aging')} rows={board.aging} rowKey={(one) => one.bucket} columns={[
              { key: 'bucket', title: t('difference.status'), rowHeader: true, cell: (one) => <>{t(`dashboard.bucket.${one.bucket}`)} {one.count > 0 && one.bucket === 'older' && <Tag tone="warning" icon="clock">{one.count}</Tag>}</> },
              { key: 'count', title: t('dashboard.count'), numeric: true, cell: (one) => one.count }, { key: 'cents', title: t('dashboard.amount'), numeric: true, cell: (one) => <Money cents={one.cents} /> },
            ]} />
          )}
        </Section>
      </Card>
    </div>
  )
}

function Moved({ board }: { board: Dashboard }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const departments = board.departments.map((one) => ({ ...one, shown: (format.language === 'en' ? one.nameEn || one.name : one.name) || t('day.no-department') }))
  const series = (rows: readonly { paymentCents: number; refundCents: number }[]) => [
    { name: t('dashboard.income'), cents: rows.map((one) => one.paymentCents) }, { name: t('dashboard.refunds'), cents: rows.map((one) => one.refundCents) },
  ]
  return (
    <>
      <div className="reconciliation-wide"><Card>
        <Section title={t('dashboard.by-day')}>
          <Suspense fallback={<div className="reconciliation-chart" />}><MoneyChart label={t('dashboard.by-day')} names={board.days.map((one) => one.day.slice(5))} series={series(board.days)} /></Suspense>
          <details>
            <summary>{t('dashboard.table')}</summary>
            <Grid caption={t('dashboard.by-day')} rows={board.days.filter((one) => one.paymentCents > 0 || one.refundCents > 0 || one.closed)} rowKey={(one) => one.day} columns={[
              { key: 'day', title: t('day.day'), rowHeader: true, cell: (one) => <Anchor href={`/finance/days?day=${one.day}`}>{one.day}</Anchor> },
              { key: 'in', title: t('dashboard.income'), numeric: true, cell: (one) => <Money cents={one.paymentCents} /> }, { key: 'back', title: t('dashboard.refunds'), numeric: true, cell: (one) => <Money cents={one.refundCents} /> },
              { key: 'closed', title: t('nav.days'), cell: (one) => (one.closed ? <Tag tone="success" icon="check">{t('dashboard.day-closed')}</Tag> : <Tag>{t('dashboard.day-open')}</Tag>) },
            ]} />
          </details>
        </Section>
      </Card></div>
      <Card><Section title={t('dashboard.by-department')}>
        <Suspense fallback={<div className="reconciliation-chart" />}><MoneyChart lying label={t('dashboard.by-department')} names={departments.slice(0, 8).map((one) => one.shown)} series={series(departments.slice(0, 8))} /></Suspense>
        <Sums label={t('dashboard.by-department')} rows={departments.map((one) => ({ ...one, key: String(one.departmentId), name: one.shown }))} />
      </Section></Card>
      <Card><Section title={t('dashboard.by-channel')}>
        <Suspense fallback={<div className="reconciliation-chart" />}><MoneyChart lying label={t('dashboard.by-channel')} names={board.channels.map((one) => t(`channel.${one.channel}`))} series={series(board.channels)} /></Suspense>
        <Sums label={t('dashboard.by-channel')} rows={board.channels.map((one) => ({ ...one, key: one.channel, name: t(`channel.${one.channel}`) }))} />
      </Section></Card>
    </>
  )
}

function Sums({ label, rows }: { label: string; rows: readonly { key: string; name: string; paymentCents: number; refundCents: number }[] }) {
  const { t } = useTranslation('reconciliation')
  return (
    <details>
      <summary>{t('dashboard.table')}</summary>
      <Grid caption={label} rows={[...rows]} rowKey={(one) => one.key} columns={[
        { key: 'name', title: label, rowHeader: true, cell: (one) => one.name }, { key: 'in', title: t('dashboard.income'), numeric: true, cell: (one) => <Money cents={one.paymentCents} /> },
        { key: 'back', title: t('dashboard.refunds'), numeric: true, cell: (one) => <Money cents={one.refundCents} /> },
      ]} />
    </details>
  )
}
