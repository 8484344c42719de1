import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, ErrorState, Kbd, Pane, useFormat, useHotkey } from '#ui/index.ts'
import type { Desk, Note, PastVisit } from '../../contract.ts'
import { DraftConflict, DraftStatus } from './draft-status.tsx'
import { FinishSheet } from './finish-sheet.tsx'
import { NextSteps } from './next-steps.tsx'
import { NoteForm, SignedNote } from './note-form.tsx'
import { OrdersPane } from './orders-pane.tsx'
import { CurrentDrugs, PastVisits } from './past-panes.tsx'
import { PatientHead } from './patient-head.tsx'
import { ReopenSheet } from './reopen-sheet.tsx'
import { useRevisit } from './revisit.tsx'
import { Tabs } from './tabs.tsx'
import { useCtrlEnter } from './use-ctrl-enter.ts'
import { useNoteDraft } from './use-note-draft.ts'
import { useVisit } from './visit-data.ts'

interface Doing {
  readonly onFinished: (name: string) => void
  readonly onPark?: ((name: string) => void) | undefined
}

/** The patient in this room: their note in the middle, their orders and what comes next on the right. */
export function VisitPanes({ visitId, ...doing }: { visitId: string } & Doing) {
  const { t } = useTranslation('consulting')
  const read = useVisit(visitId)
  if (read.isPending) return <><Pane label={t('tabs.note')}><Bones cards={[2, 4, 3]} /></Pane><Pane label={t('orders.title')} paper><Bones cards={[2, 2]} /></Pane></>
  if (read.isError) {
    return <Pane label={t('tabs.note')}><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Pane>
  }
  const desk = read.data
  const isOpen = desk.visit.state === 'open' && desk.mayWrite
  // Another version is another text: the draft begins anew.
  return isOpen ? <OpenVisit key={`${visitId} ${desk.note.version}`} desk={desk} {...doing} /> : <ClosedVisit desk={desk} />
}

type View = 'note' | 'past' | 'drugs'

function useViews(desk: Desk) {
  const { t } = useTranslation('consulting')
  const [view, setView] = useState<View>('note')
  const id = useId()
  const views = [
    { key: 'note', label: t('tabs.note') },
    { key: 'past', label: t('tabs.past', { count: desk.pastVisits.length }) },
    { key: 'drugs', label: t('tabs.drugs', { count: desk.currentDrugs.length }) },
  ]
  const tabs = <Tabs id={id} label={t('tabs.label')} views={views} selected={view} onSelect={(key) => setView(key as View)} />
  return { view, setView, tabs, panelId: `${id}-panel` }
}

function OpenVisit({ desk, onFinished, onPark }: { desk: Desk } & Doing) {
  const { t } = useTranslation('consulting')
  const draft = useNoteDraft(desk)
  const { view, setView, tabs, panelId } = useViews(desk)
  const [isFinishing, setFinishing] = useState(false)
  const revisit = useRevisit(desk)
  useHotkey('F8', () => setFinishing(true))
  useCtrlEnter(() => setFinishing(true))
  const bring = (visit: PastVisit) => {
    const history = [draft.content.history, visit.complaint, visit.plan].filter(Boolean).join('\n')
    draft.change({ ...draft.content, history })
    setView('note')
  }
  const foot = (
    <>
      <DraftStatus state={draft.state} />
      <span className="grow" />
      {onPark && <Button onPress={() => onPark(desk.patient.name)}>{t('park.button')}</Button>}
      <Button kind="soft" aria-keyshortcuts="F8 Control+Enter" onPress={() => setFinishing(true)}>{t('finish.button')} <Kbd>F8</Kbd></Button>
    </>
  )
  return (
    <>
      <Pane label={t('tabs.note')} head={<><PatientHead desk={desk} canWrite />{tabs}</>} foot={foot}>
        <div role="tabpanel" id={panelId} tabIndex={-1} aria-label={t('tabs.label')}>
          <DraftConflict draft={draft} />
          {view === 'note' && <><CorrectionOf note={desk.note} /><NoteForm content={draft.content} onChange={draft.change} /></>}
          {view === 'past' && <PastVisits visits={desk.pastVisits} onBring={bring} />}
          {view === 'drugs' && <CurrentDrugs drugs={desk.currentDrugs} />}
        </div>
      </Pane>
      <OrdersPane desk={desk} canWrite><NextSteps desk={desk} revisit={revisit.step} referrals={revisit.referrals} />{revisit.sheet}</OrdersPane>
      {isFinishing && <FinishSheet desk={desk} draft={draft} revisitAt={revisit.bookedAt} onClose={() => setFinishing(false)} onDone={() => onFinished(desk.patient.name)} />}
    </>
  )
}

function ClosedVisit({ desk }: { desk: Desk }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const { view, tabs, panelId } = useViews(desk)
  const [isReopening, setReopening] = useState(false)
  const revisit = useRevisit(desk)
  const { visit, note, earlierVersions, mayWrite } = desk
  const limit = mayWrite && visit.reopenUntil
  const foot = limit ? (
    <><span className="caption muted">{t('reopen.until', { when: format.dayTime(limit) })}</span><span className="grow" /><Button icon="edit" onPress={() => setReopening(true)}>{t('reopen.button')}</Button></>
  ) : undefined
  return (
    <>
      <Pane label={t('tabs.note')} head={<><PatientHead desk={desk} canWrite={false} />{tabs}</>} foot={foot}>
        <div role="tabpanel" id={panelId} tabIndex={-1} aria-label={t('tabs.label')}>
          <Alert tone="neutral">{mayWrite ? t('finished-banner') : t('read-only')}</Alert>
          {view === 'note' && <><CorrectionOf note={note} /><SignedNote note={note} /><EarlierVersions notes={earlierVersions} /></>}
          {view === 'past' && <PastVisits visits={desk.pastVisits} />}
          {view === 'drugs' && <CurrentDrugs drugs={desk.currentDrugs} />}
        </div>
      </Pane>
      <OrdersPane desk={desk} canWrite={false}><NextSteps desk={desk} revisit={revisit.step} referrals={revisit.referrals} />{revisit.sheet}</OrdersPane>
      {isReopening && <ReopenSheet desk={desk} onClose={() => setReopening(false)} />}
    </>
  )
}

function CorrectionOf({ note }: { note: Note }) {
  const { t } = useTranslation('consulting')
  return note.reason === null ? null : <Alert tone="info">{t('note.correction', { version: note.version, reason: note.reason })}</Alert>
}

function EarlierVersions({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (notes.length === 0) return null
  return (
    <section className="stack">
      <h3 className="small muted">{t('note.earlier')}</h3>
      {notes.map((note) => (
        <details key={note.version}>
          <summary>{t('note.version', { version: note.version, name: note.signedByName, when: note.signedAt && format.dayTime(note.signedAt) })}</summary>
          <SignedNote note={note} />
        </details>
      ))}
    </section>
  )
}
