import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Chip, Chips, Counts, EmptyState, Kbd, Pane, QueueRow, Tag, useFormat, useHotkey } from '#ui/index.ts'
import type { LinePatient, MyRoom } from '#journey/outpatient/arrival/contract.ts'
import type { DeskVisit } from '../../contract.ts'
import { isAway, isWaiting } from './room-data.ts'
import type { RoomActs } from './room-data.ts'

type Filter = 'waiting-tab' | 'seen' | 'away'
const FILTERS: readonly Filter[] = ['waiting-tab', 'seen', 'away']

interface Props {
  readonly now: MyRoom
  /** Undefined until it is known. */
  readonly seen: readonly DeskVisit[] | undefined
  readonly acts: RoomActs
  readonly selected: string | null
  readonly onSelect: (visitId: string) => void
}

/** Who waits before this door and who was here already; the one act of the moment stands on top, on F2. */
export function QueuePane({ now, seen, acts, selected, onSelect }: Props) {
  const { t } = useTranslation('consulting')
  const [filter, setFilter] = useState<Filter>('waiting-tab')
  const waiting = now.entries.filter(isWaiting)
  const away = now.entries.filter(isAway)
  const current = now.room?.current ?? null
  const usual = now.room?.usualSeconds ? (now.room.usualSeconds / 60).toFixed(1) : null
  const finished = seen?.filter(({ state }) => state === 'finished').length
  return (
    <Pane
      label={t('queue.title')} flush
      head={
        <>
          <NextAct now={now} waiting={waiting} acts={acts} onSelect={onSelect} />
          <Counts counts={[{ label: t('queue.waiting'), value: waiting.length }, { label: t('queue.done'), value: finished ?? '—' }, { label: t('queue.average'), value: usual === null ? '—' : <>{usual}<span className="caption"> {t('queue.minutes-short')}</span></> }]} />
          <Chips label={t('queue.title')}>{FILTERS.map((one) => <Chip key={one} pressed={one === filter} onPress={() => setFilter(one)}>{t(`queue.${one}`)}</Chip>)}</Chips>
        </>
      }
      foot={<span className="caption muted">{t('queue.rules')}</span>}
    >
      {filter === 'waiting-tab' && <WaitingList asOf={now.asOf} current={current} waiting={waiting} selected={selected} onSelect={onSelect} />}
      {filter === 'seen' && seen && <SeenList seen={seen} selected={selected} onSelect={onSelect} />}
      {filter === 'away' && <AwayList away={away} acts={acts} />}
    </Pane>
  )
}

/** Call the next one; or, when somebody was called, begin with them. */
function NextAct({ now, waiting, acts, onSelect }: { now: MyRoom; waiting: readonly LinePatient[]; acts: RoomActs; onSelect: (visitId: string) => void }) {
  const { t } = useTranslation('consulting')
  const current = now.room?.current ?? null
  const isCalled = current?.ticket.status === 'called'
  const canCall = current === null && waiting.length > 0 && now.room?.state === 'open'
  const act = () => {
    if (isCalled) acts.begin.mutate(current.ticket.visitId, { onSuccess: (desk) => onSelect(desk.visit.visitId) })
    else if (canCall) acts.callNext.mutate()
  }
  useHotkey('F2', act)
  const next = waiting[0]?.ticket.label
  const words = isCalled ? t('queue.start') : next === undefined ? t('queue.nobody') : t(current ? 'queue.after-this' : 'queue.call-next-named', { label: next })
  return (
    <Button kind={isCalled ? 'soft' : 'primary'} block className="btn--tall" icon={isCalled ? 'steth' : 'sound'} busy={acts.callNext.isPending || acts.begin.isPending} disabled={!isCalled && !canCall} aria-keyshortcuts="F2" onPress={act}>
      {words} <Kbd>F2</Kbd>
    </Button>
  )
}

function WaitingList({ asOf, current, waiting, selected, onSelect }: { asOf: string; current: LinePatient | null; waiting: readonly LinePatient[]; selected: string | null; onSelect: (visitId: string) => void }) {
  const { t } = useTranslation('consulting')
  if (current === null && waiting.length === 0) return <EmptyState title={t('queue.empty')}>{t('queue.empty-body')}</EmptyState>
  return (
    <ul className="consulting-queue" aria-label={t('queue.waiting-tab')}>
      {current && <LineRow asOf={asOf} entry={current} selected={selected === current.ticket.visitId} onPress={current.ticket.status === 'serving' ? () => onSelect(current.ticket.visitId) : undefined} />}
      {waiting.map((entry) => <LineRow key={entry.ticket.id} asOf={asOf} entry={entry} />)}
    </ul>
  )
}

function LineRow({ asOf, entry, selected, onPress }: { asOf: string; entry: LinePatient; selected?: boolean; onPress?: (() => void) | undefined }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const { ticket, patient } = entry
  const minutes = Math.floor((Date.parse(asOf) - Date.parse(ticket.joinedAt)) / 60_000)
  const end = ticket.status === 'serving' ? <Tag tone="now">{t('queue.in-room')}</Tag>
    : ticket.status === 'called' ? <Tag tone="now" icon="sound">{t('queue.called', { count: ticket.callCount })}</Tag>
      : minutes < 1 ? t('queue.just-now') : t('queue.waited', { minutes })
  const note = (
    <>
      {ticket.dueFrom && t('queue.slot', { time: format.time(ticket.dueFrom) })} {ticket.class === 'returning' && <Tag tone="info">{t('queue.returning')}</Tag>} {ticket.priorityGroup !== '' && <Tag tone="brand">{t('queue.priority')}</Tag>}
    </>
  )
  return (
    <QueueRow
      number={ticket.label} name={patient?.name ?? ticket.displayName} about={patient && <>{t(`sex.${patient.sex}`)} {patient.age}</>} note={note} end={end} selected={selected} onPress={onPress}
      state={ticket.status === 'called' ? 'calling' : ticket.priorityGroup !== '' ? 'priority' : ticket.class === 'returning' ? 'returned' : undefined}
    />
  )
}

function SeenList({ seen, selected, onSelect }: { seen: readonly DeskVisit[]; selected: string | null; onSelect: (visitId: string) => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (seen.length === 0) return <EmptyState title={t('queue.empty-seen')} />
  return (
    <ul className="consulting-queue" aria-label={t('queue.seen')}>
      {seen.map((visit) => (
        <QueueRow
          key={visit.visitId} number={format.time(visit.startedAt)} name={visit.name} about={<>{t(`sex.${visit.sex}`)} {visit.age}</>} note={visit.mainDiagnosis ?? undefined}
          end={visit.state === 'open' ? <Tag tone="now">{t('queue.in-room')}</Tag> : undefined} selected={selected === visit.visitId} onPress={() => onSelect(visit.visitId)}
        />
      ))}
    </ul>
  )
}

function AwayList({ away, acts }: { away: readonly LinePatient[]; acts: RoomActs }) {
  const { t } = useTranslation('consulting')
  if (away.length === 0) return <EmptyState title={t('queue.empty-away')} />
  return (
    <ul className="consulting-queue" aria-label={t('queue.away')}>
      {away.map(({ ticket, patient }) => (
        <QueueRow
          key={ticket.id} number={ticket.label} name={patient?.name ?? ticket.displayName} state="away" note={t(ticket.status === 'parked' ? 'queue.parked' : 'queue.passed')}
          end={<Button small onPress={() => acts.move.mutate({ visitId: ticket.visitId, verb: { verb: ticket.status === 'parked' ? 'return' : 'rejoin' } })}>{t('queue.rejoin')}</Button>}
        />
      ))}
    </ul>
  )
}
