import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Desk, EmptyState, ErrorState, Pane, useFormat } from '#ui/index.ts'
import type { MyRoom } from '#journey/outpatient/arrival/contract.ts'
import { CalledPane } from './called-pane.tsx'
import { QueuePane } from './queue-pane.tsx'
import { RoomButtons, RoomChoice } from './room-choice.tsx'
import { useMyRoom, useRoomActs, useSeen } from './room-data.ts'
import { VisitPanes } from './visit-panes.tsx'
import './doctor-desk.css'

/** The doctor's screen: who waits, who sits here, what is written, what is ordered, what comes next. */
export function Component() {
  const { t } = useTranslation('consulting')
  const read = useMyRoom()
  const acts = useRoomActs()
  if (read.isPending) return <Desk title={t('desk')}><Pane label={t('desk')}><Bones cards={[3, 3]} /></Pane></Desk>
  if (read.isError) return <Desk title={t('desk')}><Pane label={t('desk')}><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Pane></Desk>
  const isSeated = read.data.room !== null && read.data.room.state !== 'closed'
  if (!isSeated) return <Desk title={t('desk')}><RoomChoice now={read.data} acts={acts} /></Desk>
  return <SeatedDesk now={read.data} />
}

function SeatedDesk({ now }: { now: MyRoom }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const acts = useRoomActs()
  const seen = useSeen()
  const [chosen, select] = useState<string | null>(null)
  const [done, setDone] = useState<string>()
  const current = now.room?.current ?? null
  const selected = chosen ?? (current?.ticket.status === 'serving' ? current.ticket.visitId : null)
  const room = now.room!
  const park = (name: string) => acts.move.mutate({ visitId: selected!, verb: { verb: 'park', reason: t('queue.parked') } }, { onSuccess: () => { select(null); setDone(t('park.done', { name })) } })
  const finished = async (name: string) => {
    const ended = selected
    // The line first: until it is read again, this patient still sits in the room.
    await acts.refresh()
    select((now) => (now === ended ? null : now))
    setDone(t('finish.done', { name }))
  }
  const isServing = current?.ticket.status === 'serving' && current.ticket.visitId === selected
  const problem = acts.callNext.error ?? acts.move.error ?? acts.begin.error ?? acts.setState.error
  return (
    <Desk
      title={(i18n.language === 'en' && room.nameEn) || room.name} context={format.date(now.asOf)} actions={<RoomButtons now={now} acts={acts} />}
      panes={selected ? '272px 1fr 352px' : '272px 1fr'}
    >
      <QueuePane now={now} seen={seen.data} acts={acts} selected={selected} onSelect={(visitId) => { setDone(undefined); select(visitId) }} />
      {selected ? (
        <VisitPanes key={selected} visitId={selected} onFinished={(name) => void finished(name)} onPark={isServing ? park : undefined} />
      ) : current?.ticket.status === 'called' ? (
        <CalledPane entry={current} acts={acts} onBegun={select} />
      ) : (
        <Pane label={t('pick.title')}>
          {done && <Alert tone="success">{done}</Alert>}
          {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
          <EmptyState title={t('pick.title')}>{t('pick.body')}</EmptyState>
        </Pane>
      )}
    </Desk>
  )
}
