import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Counts, EmptyState, Grid, IconButton, Kbd, Pane, Segmented, SolidCard, Figure, Tag, useFormat, useHotkey } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { CounterEntry, CounterNow, StationListed } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Counter } from './counter-data.ts'
import { MoreSheet } from './more-sheet.tsx'
import { WindowSheet } from './window-sheet.tsx'

type Shown = 'waiting' | 'away' | 'done'
const SHOWN: readonly Shown[] = ['waiting', 'away', 'done']
const BELONGS: Readonly<Record<Shown, readonly string[]>> = { waiting: ['waiting'], away: ['passed', 'parked'], done: ['done', 'left'] }

/** The line of a counter, called with one key. */
export function CounterPane({ now, counter, stations }: { now: CounterNow; counter: Counter; stations: StationListed[] }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const [shown, setShown] = useState<Shown>('waiting')
  const [more, setMore] = useState<CounterEntry>()
  const [isSetting, setSetting] = useState(false)
  const of = (what: Shown) => now.entries.filter(({ ticket }) => BELONGS[what].includes(ticket.status))
  const failed = [counter.call, counter.move, counter.sit, counter.setState, counter.taking, counter.result].find((act) => act.isError)
  const usual = now.usualSeconds === null ? '—' : (now.usualSeconds / 60).toFixed(1)
  return (
    <Pane label={t('staff.line')} flush foot={<span className="caption muted">{t('staff.kept')}</span>}>
      <div className="counters-top">
        <AtWindow now={now} counter={counter} onMore={setMore} />
        <Counts counts={[{ label: t('staff.waiting'), value: of('waiting').length }, { label: t('staff.done'), value: of('done').length }, { label: t('staff.usual'), value: usual }]} />
        <div className="row row--wrap counters-tools">
          <Segmented label={t('staff.show')} value={shown} onChange={(value) => setShown(value as Shown)} options={SHOWN.map((value) => ({ value, label: t(`staff.show-${value}`, { count: of(value).length }) }))} />
          <span className="grow" />
          <Button small kind="quiet" onPress={() => setSetting(true)}>{t('staff.settings')}</Button>
          <Button small kind="quiet" icon="grid" href={now.station.boardPath}>{t('staff.board')}</Button>
        </div>
        {now.station.closedUntil && <Alert tone="warning">{t('staff.closed', { reason: now.closedReason })}</Alert>}
        {failed?.error && <Alert tone="warning">{failed.error.title || t('offline')}</Alert>}
      </div>
      <LineTable rows={of(shown)} now={now} counter={counter} onMore={setMore} empty={t(`staff.empty-${shown}`)} />
      {more && <MoreSheet entry={more} now={now} stations={stations} counter={counter} onClose={() => setMore(undefined)} />}
      {isSetting && <WindowSheet now={now} stations={stations} counter={counter} title={names.of(now.station)} onClose={() => setSetting(false)} />}
    </Pane>
  )
}

/** Who is at this window: F2 calls, F3 calls again, F4 passes, F6 begins, F7 sends away for a while, F8 finishes. */
function AtWindow({ now, counter, onMore }: { now: CounterNow; counter: Counter; onMore: (entry: CounterEntry) => void }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const { mine } = now
  const current = now.entries.find(({ ticket }) => mine !== null && ticket.servicePointId === mine.id && (ticket.status === 'called' || ticket.status === 'serving'))
  const isCalled = current?.ticket.status === 'called'
  const waiting = now.entries.filter(({ ticket }) => ticket.status === 'waiting')
  const canCall = mine?.state === 'open' && !current && waiting.length > 0 && !counter.call.isPending
  const call = () => { if (canCall) counter.call.mutate(mine.id) }
  const move = (verb: Parameters<Counter['move']['mutate']>[0]['verb'], when = current !== undefined) => () => { if (current && when && !counter.move.isPending) counter.move.mutate({ ticketId: current.ticket.id, verb }) }
  const [recall, pass, start, finish] = [move({ verb: 'recall' }, isCalled), move({ verb: 'pass' }, isCalled), move({ verb: 'start' }, isCalled), move({ verb: 'finish' })]
  const park = move({ verb: 'park', reason: t('more.park-usual') })
  useHotkey('F2', call)
  useHotkey('F3', recall)
  useHotkey('F4', pass)
  useHotkey('F6', start)
  useHotkey('F7', park)
  useHotkey('F8', finish)
  if (!mine) return <Sit now={now} counter={counter} />
  if (!current) {
    return (
      <div className="row row--wrap">
        <Button kind="primary" className="btn--tall grow" icon="sound" disabled={!canCall} busy={counter.call.isPending} aria-keyshortcuts="F2" onPress={call}>
          {waiting[0] ? t('staff.call-next', { label: waiting[0].ticket.label }) : t('staff.nobody')} <Kbd>F2</Kbd>
        </Button>
        <span className="muted small">{names.of(mine)}</span>
      </div>
    )
  }
  return (
    <SolidCard
      context={<>{names.of(mine)} {isCalled && t('staff.called-times', { count: current.ticket.callCount })}</>} figure={<Figure size="l" value={current.ticket.label} />}
      title={current.person?.name ?? current.ticket.displayName} place={<About entry={current} />}
      actions={<>
        <Button kind="now" icon="check" aria-keyshortcuts="F8" busy={counter.move.isPending} onPress={finish}>{t(now.station.kind === 'pharmacy' ? 'staff.finish-pharmacy' : 'staff.finish')} <Kbd>F8</Kbd></Button>
        {isCalled && <Button kind="ghost" aria-keyshortcuts="F6" onPress={start}>{t('staff.start')} <Kbd>F6</Kbd></Button>}
        {isCalled && <Button kind="ghost" icon="sound" aria-keyshortcuts="F3" onPress={recall}>{t('staff.recall')} <Kbd>F3</Kbd></Button>}
        {isCalled && <Button kind="ghost" aria-keyshortcuts="F4" onPress={pass}>{t('staff.pass')} <Kbd>F4</Kbd></Button>}
        <Button kind="ghost" aria-keyshortcuts="F7" onPress={park}>{t('staff.park')} <Kbd>F7</Kbd></Button>
        <Button kind="ghost" onPress={() => onMore(current)}>{t('staff.more-acts')}</Button>
      </>}
    />
  )
}

function About({ entry: { stop, person, unpaid } }: { entry: CounterEntry }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  return <>{person && <>{t(`sex.${person.sex}`)} {t('age', { age: person.age })} </>}{stop && <b>{names.items(stop)}</b>} {stop?.needsFasting && <Tag tone="warning">{t('stops.fasting-short')}</Tag>} {unpaid && <Tag tone="danger">{t('staff.unpaid')}</Tag>}</>
}

/** Nobody works before sitting down: choose a window. */
function Sit({ now, counter }: { now: CounterNow; counter: Counter }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  return (
    <EmptyState
      title={t('staff.sit')}
      actions={now.points.map((point) => (
        <Button key={point.id} kind={point.state === 'closed' ? 'primary' : 'outline'} busy={counter.sit.isPending && counter.sit.variables.pointId === point.id} onPress={() => counter.sit.mutate({ pointId: point.id, alsoStations: [] })}>
          {names.of(point)}{point.state !== 'closed' && ` · ${t('staff.taken')}`}
        </Button>
      ))}
    >
      {t('staff.sit-note')}
    </EmptyState>
  )
}

function LineTable({ rows, now, counter, onMore, empty }: { rows: CounterEntry[]; now: CounterNow; counter: Counter; onMore: (entry: CounterEntry) => void; empty: string }) {
  const { t } = useTranslation('counters')
  const format = useFormat()
  const names = useNames()
  const columns: Column<CounterEntry>[] = [
    { key: 'place', title: t('staff.col-place'), numeric: true, cell: ({ place }) => <b>{place ?? '—'}</b> },
    { key: 'label', title: t('staff.col-label'), rowHeader: true, cell: ({ ticket }) => <b>{ticket.label}</b> },
    { key: 'name', title: t('staff.col-name'), cell: ({ person, ticket }) => <><b className="nowrap">{person?.name ?? ticket.displayName}</b> {person && <span className="muted">{t(`sex.${person.sex}`)} {person.age}</span>}</> },
    { key: 'items', title: t('staff.col-items'), cell: ({ stop, unpaid }) => <>{stop && names.items(stop)} {stop?.needsFasting && <Tag tone="warning">{t('stops.fasting-short')}</Tag>} {unpaid && <Tag tone="danger">{t('staff.unpaid')}</Tag>}</> },
    { key: 'since', title: t('staff.col-since'), cell: ({ ticket }) => format.time(ticket.joinedAt) },
    { key: 'why', title: t('staff.col-why'), cell: ({ ticket }) => <Why entry={{ why: ticket.why, status: ticket.status, reason: ticket.parkedReason }} /> },
    { key: 'acts', title: t('staff.col-acts'), numeric: true, cell: (row) => <RowActs row={row} now={now} counter={counter} onMore={onMore} /> },
  ]
  return <Grid caption={t('staff.line')} columns={columns} rows={rows} rowKey={({ ticket }) => ticket.id} empty={empty} />
}

function Why({ entry: { why, status, reason } }: { entry: { why: string; status: string; reason: string } }) {
  const { t } = useTranslation('counters')
  if (status === 'parked') return <span className="muted">{reason}</span>
  return <Tag tone={why === 'emergency' ? 'danger' : why === 'returning' ? 'info' : 'neutral'}>{t(`why.${why}`)}</Tag>
}

function RowActs({ row, now, counter, onMore }: { row: CounterEntry; now: CounterNow; counter: Counter; onMore: (entry: CounterEntry) => void }) {
  const { t } = useTranslation('counters')
  const { ticket } = row
  const name = row.person?.name ?? ticket.displayName
  const move = (verb: Parameters<Counter['move']['mutate']>[0]['verb']) => counter.move.mutate({ ticketId: ticket.id, verb })
  const isFree = now.mine?.state === 'open' && !now.entries.some((one) => one.ticket.servicePointId === now.mine!.id && (one.ticket.status === 'called' || one.ticket.status === 'serving'))
  if (ticket.status === 'parked') return <Button small onPress={() => move({ verb: 'return' })}>{t('staff.return')}</Button>
  if (ticket.status === 'passed') return <Button small onPress={() => move({ verb: 'rejoin' })}>{t('staff.rejoin')}</Button>
  if (ticket.status !== 'waiting') return <span className="muted">{t(`ended.${ticket.status}`)}</span>
  return (
    <span className="row counters-rowacts">
      <Button small disabled={!isFree} aria-label={t('staff.call-named', { name })} onPress={() => now.mine && move({ verb: 'call', pointId: now.mine.id })}>{t('staff.call')}</Button>
      <IconButton icon="edit" label={t('staff.more', { name })} onPress={() => onMore(row)} />
    </span>
  )
}
