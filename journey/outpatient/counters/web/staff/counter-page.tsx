import { useTranslation } from 'react-i18next'
import { Bones, Desk, EmptyState, ErrorState, Pane, Tag, UndoBar, useFormat } from '#ui/index.ts'
import type { StationListed } from '../../contract.ts'
import { useNames } from '../names.ts'
import { AwaitingPane } from './awaiting-pane.tsx'
import { useCounter, useStations } from './counter-data.ts'
import { CounterPane } from './counter-pane.tsx'
import './counters.css'

/** A counter's page: the line and the one person at the window; beside it, whose results are still to come. */
export function Component() {
  const { t } = useTranslation('counters')
  const stations = useStations()
  if (stations.stationId !== undefined) return <Counter key={stations.stationId} stationId={stations.stationId} stations={stations.read.data!} own={stations.own} choose={stations.choose} />
  return (
    <Desk title={t('staff.title')}>
      <Pane label={t('staff.title')}>
        {stations.read.isError ? <ErrorState problem={stations.read.error} onRetry={() => void stations.read.refetch()} />
          : stations.read.data ? <EmptyState title={t('staff.no-station')}>{t('staff.no-station-note')}</EmptyState> : <Bones />}
      </Pane>
    </Desk>
  )
}

const GIVES_RESULTS: ReadonlySet<string> = new Set(['laboratory', 'examination'])

function Counter({ stationId, stations, own, choose }: { stationId: number; stations: StationListed[]; own: StationListed[]; choose: (id: number) => void }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const format = useFormat()
  const counter = useCounter(stationId)
  const { now, read, connected, last } = counter
  // At a pharmacy or a window nobody waits for a result.
  const hasResults = !now || GIVES_RESULTS.has(now.station.kind) || now.awaiting.length > 0
  const chooser = (
    <span className="row counters-chooser">
      <select className="input" aria-label={t('staff.station')} value={stationId} onChange={(event) => choose(Number(event.target.value))}>
        {own.map((one) => <option key={one.stationId} value={one.stationId}>{names.of(one)}</option>)}
      </select>
      {now && (connected ? <Tag tone="success" icon="check">{t('staff.live')}</Tag> : <Tag tone="warning" icon="refresh">{t('staff.as-of', { time: format.time(now.asOf) })}</Tag>)}
    </span>
  )
  return (
    <Desk title={t('staff.title')} context={chooser} panes={hasResults ? '1fr 340px' : '1fr'}>
      {now ? <CounterPane now={now} counter={counter} stations={stations} /> : <Pane label={t('staff.line')}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Pane>}
      {hasResults && <AwaitingPane now={now} counter={counter} />}
      {last && (
        <UndoBar key={last.done.ticketId + String(last.done.version)} onUndo={() => counter.move.mutate({ ticketId: last.done.ticketId, verb: { verb: 'undo', version: last.done.version } })} onGone={counter.forget}>
          {t(`did.${last.verb}`, { label: last.done.label })}
        </UndoBar>
      )}
    </Desk>
  )
}
