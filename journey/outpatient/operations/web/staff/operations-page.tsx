import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Grid, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Bottleneck, OperationsNow, WaitNow } from '../../contract.ts'
import type { Asked } from './asked.ts'
import { DrillSheet } from './drill-sheet.tsx'
import { HeatMap } from './heat-map.tsx'
import { OpenAdvice } from './open-advice.tsx'
import { useNames, useOperations } from './operations-data.ts'
import { Tabs } from './tabs.tsx'

const ArrivalsChart = lazy(() => import('./arrivals-chart.tsx').then((part) => ({ default: part.ArrivalsChart })))

/** The hospital now. Each figure says how it is counted, and opens to the people behind it. */
export function Component() {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const { read, live } = useOperations()
  const [asked, setAsked] = useState<Asked>()
  const now = read.data
  return (
    <Desk
      title={t('title')} actions={<><Tabs /><a className="btn btn--small" href="/api/operations/day.xlsx" download>{t('download')}</a></>}
      context={now && (live.connected && !read.isError ? <Tag tone="success" icon="check">{t('live', { time: format.time(now.asOf) })}</Tag> : <Tag tone="warning" icon="refresh">{t('stale', { time: format.time(now.asOf) })}</Tag>)}
    >
      <Pane label={t('title')} paper>
        {read.isPending && <Bones cards={[2, 5, 6]} />}
        {read.isError && !now && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {now && <Board now={now} onAsk={setAsked} />}
      </Pane>
      {asked && <DrillSheet asked={asked} onClose={() => setAsked(undefined)} />}
    </Desk>
  )
}

function Board({ now, onAsk }: { now: OperationsNow; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('operations')
  return (
    <div className="op-page">
      <section className="card op-wide" aria-label={t('figures')}><Figures now={now} onAsk={onAsk} /></section>
      {now.forecast === null && <div className="op-wide"><Alert tone="info" title={t('no-forecast')}>{t('no-forecast-note')}</Alert></div>}
      <div className="stack">
        <section className="card stack"><h2>{t('bottlenecks.title')}</h2><Bottlenecks found={now.bottlenecks} onAsk={onAsk} /></section>
        <section className="card stack"><h2>{t('heat.title')}</h2><HeatMap rows={now.heat} hour={now.arrivals.byHour.findLast((one) => one.came !== null)?.hour} onAsk={onAsk} /><How of="heat" /></section>
        <OpenAdvice />
      </div>
      <div className="stack">
        <section className="card stack"><h2>{t('chart.title')}</h2><Chart now={now} /></section>
        <section className="card stack"><h2>{t('waits.title')}</h2><Waits waits={now.waits} onAsk={onAsk} /><How of="waits" /></section>
        {now.forecast && <Sure forecast={now.forecast} />}
      </div>
    </div>
  )
}

/** How a figure is counted, for whoever has to defend it. */
function How({ of, children }: { of: string; children?: ReactNode }) {
  const { t } = useTranslation('operations')
  return <details className="op-how"><summary>{t('how.title')}</summary><p>{t(`how.${of}`)} {children}</p></details>
}

function Figures({ now, onAsk }: { now: OperationsNow; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('operations')
  const { soFar, expectedSoFar, lowSoFar, highSoFar, expectedDay } = now.arrivals
  const place = soFar > (highSoFar ?? Infinity) ? 'more' : soFar < (lowSoFar ?? 0) ? 'fewer' : 'as'
  return (
    <div className="op-figures">
      <div>
        <button type="button" onClick={() => onAsk({ figure: 'arrivals', title: t('figure.arrivals') })}><span className="small muted">{t('figure.arrivals')}</span><span className="fig" style={{ display: 'block' }}>{soFar}<small>{t('people', { count: soFar })}</small></span></button>
        <p className="small">{expectedSoFar === null ? t('figure.no-band') : t(`figure.${place}`, { low: lowSoFar, high: highSoFar })}</p>
        <How of="arrivals">{expectedDay !== null && t('figure.day', { count: expectedDay })}</How>
      </div>
      <div>
        <button type="button" onClick={() => onAsk({ figure: 'waiting', title: t('figure.waiting') })}><span className="small muted">{t('figure.waiting')}</span><span className="fig" style={{ display: 'block' }}>{now.waiting}<small>{t('people', { count: now.waiting })}</small></span></button>
        <p className="small">{t('figure.departments', { count: now.waits.filter((one) => one.waiting > 0).length })}</p>
        <How of="waiting" />
      </div>
      <div>
        <button type="button" onClick={() => onAsk({ figure: 'seen', title: t('figure.median') })}><span className="small muted">{t('figure.median')}</span><span className="fig" style={{ display: 'block' }}>{now.median ?? '—'}<small>{now.median === null ? '' : t('minutes')}</small></span></button>
        <p className="small">{t('figure.seen', { count: now.seen })}</p>
        <How of="median" />
      </div>
      <div>
        <button type="button" onClick={() => onAsk({ figure: 'seen', title: t('figure.p90') })}><span className="small muted">{t('figure.p90')}</span><span className="fig" style={{ display: 'block' }}>{now.p90 ?? '—'}<small>{now.p90 === null ? '' : t('minutes')}</small></span></button>
        <p className="small">{t('figure.p90-note')}</p>
        <How of="p90" />
      </div>
    </div>
  )
}

function Chart({ now }: { now: OperationsNow }) {
  const { t } = useTranslation('operations')
  const { soFar, expectedSoFar, byHour } = now.arrivals
  const label = expectedSoFar === null ? t('chart.label-plain', { count: soFar }) : t('chart.label', { count: soFar, expected: expectedSoFar })
  return (
    <>
      <p className="small muted">{label}</p>
      <Suspense fallback={<div className="op-chart"><Bones cards={[2]} /></div>}><ArrivalsChart byHour={byHour} label={label} /></Suspense>
      <How of="chart" />
    </>
  )
}

function Bottlenecks({ found, onAsk }: { found: readonly Bottleneck[]; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('operations')
  const names = useNames()
  if (found.length === 0) return <p className="muted">{t('bottlenecks.none')}</p>
  return (
    <>
      <ol className="op-rank">
        {found.slice(0, 5).map((one, at) => (
          <li key={`${one.kind}-${one.departmentId}`}>
            <span className="op-rank__no">{at + 1}</span>
            <span className="grow"><b>{names.of(one)}</b> {t(`bottlenecks.${one.kind}`, { figure: one.figure, count: one.waiting })}</span>
            {one.waiting > 0 && <Button small onPress={() => onAsk({ figure: 'waiting', departmentId: one.departmentId, title: names.of(one) })} aria-label={`${t('who')} ${names.of(one)}`}>{t('who')}</Button>}
            {one.kind === 'no-room-open' && <Button small kind="soft" href="/arrival" aria-label={`${t('bottlenecks.to-rooms')} ${names.of(one)}`}>{t('bottlenecks.to-rooms')}</Button>}
          </li>
        ))}
      </ol>
      <How of="bottlenecks" />
    </>
  )
}

function Waits({ waits, onAsk }: { waits: WaitNow[]; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('operations')
  const names = useNames()
  if (waits.length === 0) return <EmptyState title={t('waits.none')}>{t('waits.none-note')}</EmptyState>
  const minutes = (value: number | null) => value ?? '—'
  return (
    <Grid
      caption={t('waits.title')} rows={waits.slice(0, 12)} rowKey={(one) => one.departmentId}
      columns={[
        { key: 'name', title: t('department'), rowHeader: true, cell: (one) => <Button small kind="quiet" onPress={() => onAsk({ figure: 'arrivals', departmentId: one.departmentId, title: names.of(one) })}>{names.of(one)}</Button> },
        { key: 'waiting', title: t('waits.waiting'), numeric: true, cell: (one) => one.waiting }, { key: 'median', title: t('waits.median'), numeric: true, cell: (one) => minutes(one.median) },
        { key: 'p90', title: t('waits.p90'), numeric: true, cell: (one) => minutes(one.p90) }, { key: 'longest', title: t('waits.longest'), numeric: true, cell: (one) => minutes(one.longestNow) },
      ]}
    />
  )
}

/** What the forecast rests on, and how often it was right. */
function Sure({ forecast }: { forecast: NonNullable<OperationsNow['forecast']> }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const names = useNames()
  return (
    <section className="card stack">
      <h2>{t('sure.title')}</h2>
      <p className="small">{t('sure.made', { time: format.dayTime(forecast.madeAt), days: forecast.historyDays })}{forecast.inside80 !== null && ` ${t('sure.inside', { percent: forecast.inside80 })}`}</p>
      {forecast.synthetic && <Alert tone="warning">{t('sure.synthetic')}</Alert>}
      {forecast.signals.map((one) => <Alert key={one.departmentId} tone="now" icon="pulse" title={names.of(one)}>{t('sure.signal', { percent: Math.round((one.times - 1) * 100), days: one.daysAbove })}</Alert>)}
      {forecast.signals.length === 0 && <p className="small muted">{t('sure.no-signal')}</p>}
      <div><Button small kind="soft" href="/operations/advice">{t('sure.to-advice')}</Button></div>
    </section>
  )
}
