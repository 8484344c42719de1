import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Bones, Button, ErrorState, Figure, SolidCard, Tag, UndoBar, useFormat, usePageTitle } from '#ui/index.ts'
import type { LinePatient, MyRoom } from '#journey/outpatient/arrival/contract.ts'
import { useCaller, type Caller } from './caller-data.ts'
import { RoomChoice } from './room-choice.tsx'
import { isWaiting, useMyRoom, useRoomActs } from './room-data.ts'
import './caller.css'

/** Calling from the phone, with one thumb: who is in, who is next, and one large button for what comes now. */
export function Component() {
  const { t, i18n } = useTranslation('consulting')
  const heading = usePageTitle(t('caller.title'))
  const read = useMyRoom()
  const caller = useCaller()
  const room = read.data?.room
  return (
    <div className="consulting-caller">
      <header>
        <h1 ref={heading} tabIndex={-1}>{room ? (i18n.language === 'en' && room.nameEn) || room.name : t('caller.title')}</h1>
        {room && <Tag tone={room.state === 'open' ? 'success' : 'warning'}>{t(`caller.${room.state}`)}</Tag>}
        <span className="grow" /><Anchor href="/consulting">{t('caller.desk')}</Anchor>
      </header>
      {read.data ? <Room now={read.data} caller={caller} isOld={read.isError} /> : <main>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</main>}
    </div>
  )
}

function Room({ now, caller, isOld }: { now: MyRoom; caller: Caller; isOld: boolean }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const acts = useRoomActs()
  if (!now.room) return <main><RoomChoice now={now} acts={acts} /></main>
  const { current } = now.room
  const waiting = now.entries.filter(isWaiting)
  const { act, last, forget } = caller
  // A first try is a moment; from the second on the doctor should know that it is being tried.
  const isTrying = act.isPending && act.failureCount > 0
  return (
    <>
      <main>
        {isOld && <Alert tone="warning" icon="refresh">{t('caller.old', { time: format.time(now.asOf) })}</Alert>}
        {isTrying && <Alert tone="warning" icon="refresh" title={t('caller.trying', { count: act.failureCount })}>{t('caller.trying-note')}</Alert>}
        {act.isError && <Alert tone="warning">{act.error.title || t('offline')}</Alert>}
        <Now current={current} />
        <section aria-label={t('caller.next')} className="consulting-caller__next">
          <h2 className="small muted">{t('caller.next')}</h2>
          <ol>{waiting.slice(0, 3).map((entry) => <li key={entry.ticket.id}><b>{entry.ticket.label}</b> {entry.patient?.name ?? entry.ticket.displayName}</li>)}</ol>
          <p className="muted">{waiting.length === 0 ? t('caller.nobody') : t('caller.waiting', { count: waiting.length })}</p>
        </section>
      </main>
      <footer>
        {last && !act.isPending && (
          <UndoBar key={`${last.done.ticketId}-${last.done.version}`} onUndo={() => act.mutate({ verb: 'undo', visitId: last.done.visitId, version: last.done.version })} onGone={forget}>{t(`caller.did-${last.verb}`, { label: last.done.label })}</UndoBar>
        )}
        <Acts current={current} caller={caller} canCall={now.room.state !== 'paused' && waiting.length > 0} />
      </footer>
    </>
  )
}

function Now({ current }: { current: LinePatient | null }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (!current) return <p className="consulting-caller__free">{t('caller.free')}</p>
  const { ticket, patient } = current
  const context = ticket.status === 'serving' ? t('caller.inside') : ticket.calledAt && t('queue.called-at', { time: format.time(ticket.calledAt), count: ticket.callCount })
  return <SolidCard context={context} figure={<Figure size="l" value={ticket.label} />} title={patient?.name ?? ticket.displayName} place={patient && <>{t(`sex.${patient.sex}`)} {t('age', { age: patient.age })}</>} />
}

/** The large one is what comes now; the others stand beside each other above it, as far from it as they are rare. */
function Acts({ current, caller, canCall }: { current: LinePatient | null; caller: Caller; canCall: boolean }) {
  const { t } = useTranslation('consulting')
  const { act } = caller
  const pending = act.isPending ? act.variables?.verb : undefined
  if (!current) {
    return <Button kind="primary" icon="call" busy={pending === 'call-next'} disabled={!canCall || (act.isPending && pending !== 'call-next')} onPress={() => act.mutate({ verb: 'call-next' })}>{t('caller.call-next')}</Button>
  }
  const { visitId, status } = current.ticket
  const press = (verb: 'recall' | 'pass' | 'start' | 'finish') => ({ busy: pending === verb, disabled: act.isPending && pending !== verb, onPress: () => act.mutate({ verb, visitId }) })
  if (status === 'serving') return <Button kind="soft" icon="check" {...press('finish')}>{t('caller.finish')}</Button>
  return (
    <>
      <div className="consulting-caller__pair"><Button icon="skip" {...press('pass')}>{t('queue.pass')}</Button><Button icon="sound" {...press('recall')}>{t('queue.recall')}</Button></div>
      <Button kind="primary" icon="steth" {...press('start')}>{t('caller.start')}</Button>
    </>
  )
}
