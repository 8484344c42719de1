import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Checkbox, Desk, EmptyState, ErrorState, Pane, TextField, useFormat } from '#ui/index.ts'
import type { DeskNow, DeskShift, Item, MatterRef } from '../../contract.ts'
import { centsOf, useDeskAct, useDeskNow, useItems } from './desk-data.ts'
import { useMatterWords } from './matter-words.ts'
import { ShiftLine } from './shift-line.tsx'
import { Tabs } from './tabs.tsx'

/** From one shift to the next: cash counted, what to know, and every open matter seen by whoever takes over. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const { read } = useDeskNow()
  const items = useItems()
  const shift = read.data?.shift
  return (
    <Desk title={t('tab.handover')} panes="1fr 400px" context={shift && <ShiftLine shift={shift} />} actions={<Tabs />}>
      <Pane label={t('tab.handover')}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && !shift && <EmptyState title={t('shift.none')} actions={<Button href="/service-desk">{t('tab.desk')}</Button>}>{t('shift.none-note')}</EmptyState>}
        {read.data && shift && <Stage now={read.data} shift={shift} />}
      </Pane>
      <Pane label={t('shift.out')} paper head={<h2>{t('shift.out')}</h2>}>
        {items.isPending && <Bones cards={[3]} />}
        {items.isError && <ErrorState problem={items.error} onRetry={() => void items.refetch()} />}
        {items.data && <Out items={items.data.filter((one) => one.loan)} />}
      </Pane>
    </Desk>
  )
}

function Stage({ now, shift }: { now: DeskNow; shift: DeskShift }) {
  const { t } = useTranslation('servicedesk')
  if (shift.status === 'open' && shift.mine) return <Offer now={now} />
  if (shift.status === 'open') return <><Alert tone="info">{t('errors.shift-not-offered')}</Alert><Matters now={now} /></>
  if (shift.mine) return <><Alert tone="now" title={t('shift.waiting')}>{t('shift.waiting-note')}</Alert><Cash shift={shift} /><Matters now={now} /></>
  return <Take now={now} shift={shift} />
}

function Offer({ now }: { now: DeskNow }) {
  const { t } = useTranslation('servicedesk')
  const [note, setNote] = useState('')
  const [counted, setCounted] = useState('')
  const offer = useDeskAct((body: { note: string; countedCents: number }) => api.post<DeskNow>('/api/servicedesk/shift/offer', { body }))
  const cents = centsOf(counted)
  return (
    <div className="stack">
      <TextField label={t('shift.note')} hint={t('shift.note-hint')} rows={4} maxLength={1000} value={note} onChange={setNote} />
      <TextField label={t('shift.counted')} hint={t('shift.counted-hint')} inputMode="decimal" value={counted} onChange={setCounted} error={counted !== '' && cents === undefined ? t('shift.cash-odd') : undefined} />
      {offer.isError && <Alert tone="warning">{offer.error.title || t('offline')}</Alert>}
      <div><Button kind="primary" busy={offer.isPending} disabled={cents === undefined} onPress={() => { if (cents !== undefined) offer.mutate({ note, countedCents: cents }) }}>{t('shift.offer')}</Button></div>
      <Matters now={now} />
    </div>
  )
}

function Take({ now, shift }: { now: DeskNow; shift: DeskShift }) {
  const { t } = useTranslation('servicedesk')
  const [seen, setSeen] = useState<readonly string[]>([])
  const take = useDeskAct((matters: MatterRef[]) => api.post<DeskNow>('/api/servicedesk/shift/take', { body: { matters } }))
  const left = now.matters.filter((one) => !seen.includes(one.id)).length
  return (
    <div className="stack">
      <section className="card stack stack--tight"><h2>{t('shift.note')}</h2><p>{shift.note || t('shift.no-note')}</p></section>
      <Cash shift={shift} />
      <Matters now={now} seen={seen} onSeen={(id, yes) => setSeen((old) => (yes ? [...old, id] : old.filter((one) => one !== id)))} />
      {take.isError && <Alert tone="warning">{take.error.title || t('offline')}</Alert>}
      <div className="row row--wrap">
        <Button kind="primary" busy={take.isPending} disabled={left > 0} onPress={() => take.mutate(now.matters.map(({ kind, id }) => ({ kind, id })))}>{t('shift.confirm')}</Button>
        {left > 0 && <span className="small muted">{t('shift.left', { count: left })}</span>}
      </div>
    </div>
  )
}

function Cash({ shift }: { shift: DeskShift }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const { countedCents, expectedCents } = shift
  if (countedCents === null || expectedCents === null) return null
  if (countedCents === expectedCents) return <Alert tone="success" title={format.money(countedCents)}>{t('shift.even')}</Alert>
  return <Alert tone="warning">{t('shift.difference', { expected: format.money(expectedCents), counted: format.money(countedCents) })}</Alert>
}

function Matters({ now, seen, onSeen }: { now: DeskNow; seen?: readonly string[]; onSeen?: (id: string, yes: boolean) => void }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const words = useMatterWords()
  return (
    <section className="stack">
      <h2>{t('shift.matters')}</h2>
      {now.matters.length === 0 && <p className="muted">{t('shift.none-left')}</p>}
      {onSeen && now.matters.length > 0 && <p className="small muted">{t('shift.see-all')}</p>}
      <ul className="stack stack--tight">
        {now.matters.map((matter) => {
          const line = <><b>{words.kind(matter)}</b> {words.of(matter)} <span className="muted small">{matter.nameMasked ?? ''} {format.dayTime(matter.at)}</span></>
          return <li key={matter.id} className="card">{onSeen ? <Checkbox label={line} checked={seen?.includes(matter.id) ?? false} onChange={(yes) => onSeen(matter.id, yes)} /> : line}</li>
        })}
      </ul>
    </section>
  )
}

function Out({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  if (items.length === 0) return <p className="muted">{t('shift.none-out')}</p>
  return <ul className="stack stack--tight">{items.map((one) => <li key={one.id} className="card"><b>{t(`item.${one.kind}`)} {one.code}</b> <span className="small">{one.loan?.nameMasked}</span><p className="small muted">{one.loan && t('loan.until', { time: format.dayTime(one.loan.dueAt) })}</p></li>)}</ul>
}
