import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Kbd, Pane, Segmented, useFormat, useHotkey } from '#ui/index.ts'
import type { LinePatient, QueueNow, RoomNow, ZoneNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import { ExpectedTable, LineTable } from './line-table.tsx'
import { MoreSheet } from './more-sheet.tsx'
import { RoomSheet } from './room-sheet.tsx'
import type { LineActs } from './zone-data.ts'

type Shown = 'waiting' | 'expected' | 'away' | 'done'
const SHOWN: readonly Shown[] = ['waiting', 'expected', 'away', 'done']
const BELONGS: Readonly<Record<Exclude<Shown, 'expected'>, readonly string[]>> = { waiting: ['called', 'serving', 'waiting'], away: ['parked', 'passed'], done: ['done', 'left'] }

/** The line before one room: in order, with the reason of every place, and what can be done with each. */
export function LinePane({ zone, room, acts, head }: { zone: ZoneNow; room: RoomNow | undefined; acts: LineActs; head: ReactNode }) {
  const { t } = useTranslation('arrival')
  const [shown, setShown] = useState<Shown>('waiting')
  const [more, setMore] = useState<LinePatient>()
  const queues = zone.queues.filter((queue) => room?.serves.includes(queue.queueId))
  const entries = queues.flatMap((queue) => queue.entries)
  const expected = zone.expected.filter((one) => queues.some((queue) => queue.subject === `practitioner:${one.practitionerId}`) || one.practitionerId === null)
  const of = (what: Shown) => (what === 'expected' ? [] : entries.filter(({ ticket }) => BELONGS[what].includes(ticket.status)))
  const count = (what: Shown) => (what === 'expected' ? expected.length : of(what).filter(({ ticket }) => what !== 'waiting' || ticket.status === 'waiting').length)
  const failed = [acts.move, acts.callNext, acts.setState, acts.late].find((act) => act.isError)
  return (
    <Pane label={t('staff.line')} flush head={head} foot={<span className="caption muted">{t('staff.kept')}</span>}>
      <div className="arrival-linehead">
        <LineHead room={room} queues={zone.queues} entries={entries} acts={acts} asOf={Date.parse(zone.asOf)} />
        <Segmented label={t('staff.show')} value={shown} onChange={(value) => setShown(value as Shown)} options={SHOWN.map((value) => ({ value, label: t(`staff.show-${value}`, { count: count(value) }) }))} />
      </div>
      {failed?.error && <Alert tone="warning">{failed.error.title || t('offline')}</Alert>}
      {shown === 'expected' ? <ExpectedTable rows={expected} zoneId={zone.zoneId} /> : <LineTable rows={of(shown)} room={room} acts={acts} onMore={setMore} empty={t(`staff.empty-${shown}`)} />}
      {more && <MoreSheet entry={more} zone={zone} acts={acts} onClose={() => setMore(undefined)} />}
    </Pane>
  )
}

function LineHead({ room, queues, entries, acts, asOf }: { room: RoomNow | undefined; queues: readonly QueueNow[]; entries: readonly LinePatient[]; acts: LineActs; asOf: number }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const format = useFormat()
  const [isSetting, setSetting] = useState(false)
  const waiting = entries.filter(({ ticket }) => ticket.status === 'waiting')
  const longest = Math.max(0, ...waiting.map(({ ticket }) => Math.floor((asOf - Date.parse(ticket.joinedAt)) / 60_000)))
  const current = room?.current ?? null
  const called = current?.ticket.status === 'called' ? current : null
  const canCall = room?.state === 'open' && current === null && waiting.length > 0
  const callNext = () => { if (room && canCall) acts.callNext.mutate(room.id) }
  const verb = (name: 'recall' | 'pass') => () => { if (called) acts.move.mutate({ visitId: called.ticket.visitId, verb: { verb: name } }) }
  useHotkey('F2', callNext)
  useHotkey('F3', verb('recall'))
  useHotkey('F4', verb('pass'))
  if (!room) return <h2>{t('staff.no-room')}</h2>
  return (
    <>
      <h2>{names.room(room.name, room.nameEn)} <span className="muted small">{t('staff.line-about', { count: waiting.length, longest: format.minutes(longest) })}</span></h2>
      <Button kind="primary" small icon="sound" disabled={!canCall} busy={acts.callNext.isPending} aria-keyshortcuts="F2" onPress={callNext}>{t('staff.call-next')} <Kbd>F2</Kbd></Button>
      <Button small disabled={!called} aria-keyshortcuts="F3" onPress={verb('recall')}>{t('staff.recall')} <Kbd>F3</Kbd></Button>
      <Button small disabled={!called} aria-keyshortcuts="F4" onPress={verb('pass')}>{t('staff.pass')} <Kbd>F4</Kbd></Button>
      <Button small kind="quiet" onPress={() => setSetting(true)}>{t('staff.room-settings')}</Button>
      <span className="grow" />
      {isSetting && <RoomSheet room={room} queues={queues} asOf={asOf} acts={acts} onClose={() => setSetting(false)} />}
    </>
  )
}
