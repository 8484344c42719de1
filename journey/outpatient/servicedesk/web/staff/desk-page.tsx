import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Kbd, Pane, UndoBar, useFormat, useHotkey } from '#ui/index.ts'
import { AskPane } from './ask-pane.tsx'
import { useDeskAct, useDeskNow } from './desk-data.ts'
import type { Done } from './forms.ts'
import { NowPane } from './now-pane.tsx'
import { ShiftLine } from './shift-line.tsx'
import { Tabs } from './tabs.tsx'
import { type Here, WhoPane } from './who-pane.tsx'

/** Whoever stands here, whatever they need: who, what, done. F2 the next person, 1 to 6 what it is, F8 done. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const [q, setQ] = useState('')
  const { read } = useDeskNow(q)
  const [turn, setTurn] = useState({ count: 0, startedAt: Date.now() })
  const [person, setPerson] = useState<Here>()
  const [done, setDone] = useState<Done>()
  const begin = useDeskAct(() => api.post('/api/servicedesk/shifts'))
  const undo = useDeskAct((id: string) => api.post(`/api/servicedesk/contacts/${id}/withdraw`))
  const next = () => {
    setPerson(undefined)
    setTurn((now) => ({ count: now.count + 1, startedAt: Date.now() }))
  }
  const finished = (what: Done) => {
    setDone(what)
    next()
  }
  useHotkey('F2', next)
  const shift = read.data?.shift
  return (
    <Desk title={t('title')} panes="280px 1fr 330px" context={shift && <ShiftLine shift={shift} />} actions={<><Tabs /><Button kind="soft" aria-keyshortcuts="F2" onPress={next}>{t('who.next')} <Kbd>F2</Kbd></Button></>}>
      {read.isPending && <Pane label={t('title')}><Bones /></Pane>}
      {read.isError && !read.data && <Pane label={t('title')}><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Pane>}
      {read.data && !shift && (
        <Pane label={t('title')}>
          {begin.isError && <Alert tone="warning">{begin.error.title || t('offline')}</Alert>}
          <EmptyState title={t('shift.none')} actions={<Button kind="primary" busy={begin.isPending} onPress={() => begin.mutate(undefined)}>{t('shift.begin')}</Button>}>{t('shift.none-note')}</EmptyState>
        </Pane>
      )}
      {read.data && shift && (
        <>
          <WhoPane key={`who-${turn.count}`} person={person} onPerson={setPerson} />
          <AskPane key={`ask-${turn.count}`} person={person} startedAt={turn.startedAt} onDone={finished} />
          <NowPane now={read.data} q={q} onSearch={setQ} />
        </>
      )}
      {undo.isError && <Alert tone="warning">{undo.error.title || t('offline')}</Alert>}
      {done?.undo && <UndoBar key={done.undo} onUndo={() => { undo.mutate(done.undo!); setDone(undefined) }} onGone={() => setDone(undefined)}>{done.words}</UndoBar>}
      {done && !done.undo && <p className="sr" role="status">{done.words} {read.data && format.time(read.data.asOf)}</p>}
    </Desk>
  )
}
