import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Grid, Pane, SearchField, Select, Sheet, Tag, TextField, useFormat, type Tone } from '#ui/index.ts'
import { type Item, type ItemKind, itemKinds, type Loan, type NewItem } from '../../contract.ts'
import { centsOf, useDeskAct, useDeskNow, useItems } from './desk-data.ts'
import { ReturnSheet } from './return-sheet.tsx'
import { ShiftLine } from './shift-line.tsx'
import { Tabs } from './tabs.tsx'

const tones: Record<Item['state'], Tone> = { ready: 'success', lent: 'info', repair: 'warning', lost: 'danger', retired: 'neutral' }

/** Everything that is lent: what is out and overdue first, taken back here; what there is, and its state. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const items = useItems()
  const { read } = useDeskNow()
  const [q, setQ] = useState('')
  const [returning, setReturning] = useState<Loan>()
  const [isAdding, setAdding] = useState(false)
  const [said, setSaid] = useState('')
  const shown = (items.data ?? []).filter((one) => q.trim() === '' || `${one.code} ${t(`item.${one.kind}`)} ${one.loan?.nameMasked ?? ''}`.toLowerCase().includes(q.trim().toLowerCase()))
  return (
    <Desk title={t('loan.all')} context={read.data?.shift && <ShiftLine shift={read.data.shift} />} actions={<><Tabs /><Button kind="soft" icon="plus" onPress={() => setAdding(true)}>{t('loan.new')}</Button></>}>
      <Pane label={t('loan.all')} head={<SearchField label={t('loan.search')} placeholder={t('loan.search')} value={q} onChange={setQ} />}>
        {items.isPending && <Bones cards={[5]} />}
        {items.isError && <ErrorState problem={items.error} onRetry={() => void items.refetch()} />}
        {said !== '' && <Alert tone="success">{said}</Alert>}
        {items.data?.length === 0 && <EmptyState title={t('loan.empty')}>{t('loan.empty-note')}</EmptyState>}
        {items.data && items.data.length > 0 && <Things items={shown} onReturn={(loan) => { setSaid(''); setReturning(loan) }} />}
      </Pane>
      {returning && <ReturnSheet loan={returning} onClose={() => setReturning(undefined)} onDone={(words) => { setSaid(words); setReturning(undefined) }} />}
      {isAdding && <AddSheet onClose={() => setAdding(false)} />}
    </Desk>
  )
}

function Things({ items, onReturn }: { items: Item[]; onReturn: (loan: Loan) => void }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const set = useDeskAct(({ id, state }: { id: string; state: string }) => api.put(`/api/servicedesk/items/${id}/state`, { body: { state } }))
  return (
    <>
      {set.isError && <Alert tone="warning">{set.error.title || t('offline')}</Alert>}
      <Grid
        caption={t('loan.all')} rows={items} rowKey={(one) => one.id} empty={t('now.none-found')}
        columns={[
          { key: 'code', title: t('loan.number'), rowHeader: true, cell: (one) => <b>{one.code}</b> },
          { key: 'kind', title: t('loan.kind'), cell: (one) => t(`item.${one.kind}`) },
          { key: 'state', title: t('loan.state'), cell: (one) => (one.loan?.overdue ? <Tag tone="danger" icon="clock">{t('loan.overdue')}</Tag> : <Tag tone={tones[one.state]}>{t(`state.${one.state}`)}</Tag>) },
          { key: 'with', title: t('loan.with'), cell: (one) => one.loan && <With loan={one.loan} /> },
          { key: 'deposit', title: t('loan.deposit'), numeric: true, cell: (one) => (one.depositCents === 0 ? '–' : format.money(one.depositCents)) },
          { key: 'home', title: t('loan.home'), cell: (one) => one.home },
          { key: 'act', title: <span className="sr">{t('loan.state')}</span>, cell: (one) => <Acts item={one} onReturn={onReturn} onState={(state) => set.mutate({ id: one.id, state })} /> },
        ]}
      />
    </>
  )
}

function With({ loan }: { loan: Loan }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  return <>{loan.nameMasked} <span className="muted small">{loan.status === 'checking' ? t('loan.checking', { amount: format.money(loan.keptCents) }) : t('loan.until', { time: format.dayTime(loan.dueAt) })}{loan.reminded > 0 && ` · ${t('loan.reminded', { count: loan.reminded })}`}</span></>
}

function Acts({ item, onReturn, onState }: { item: Item; onReturn: (loan: Loan) => void; onState: (state: string) => void }) {
  const { t } = useTranslation('servicedesk')
  const decide = useDeskAct(({ id, decision }: { id: string; decision: string }) => api.post(`/api/servicedesk/loans/${id}/decision`, { body: { decision } }))
  const { loan } = item
  if (loan?.status === 'out') return <Button small kind="soft" aria-label={`${t('loan.back')} ${item.code}`} onPress={() => onReturn(loan)}>{t('loan.back')}</Button>
  if (loan?.status === 'checking') {
    if (loan.askedByMe) return <span className="small muted">{t('loan.own')}</span>
    return (
      <span className="row">
        <span className="small">{loan.damage}</span>
        <Button small kind="danger-line" busy={decide.isPending} onPress={() => decide.mutate({ id: loan.id, decision: 'keep' })}>{t('loan.decide-keep')}</Button>
        <Button small kind="soft" onPress={() => decide.mutate({ id: loan.id, decision: 'give-back' })}>{t('loan.decide-back')}</Button>
        {decide.isError && <span className="small">{decide.error.title}</span>}
      </span>
    )
  }
  if (item.state === 'repair') return <Button small kind="quiet" onPress={() => onState('ready')}>{t('loan.to-ready')}</Button>
  if (item.state === 'lost') return <Button small kind="quiet" onPress={() => onState('ready')}>{t('loan.to-found')}</Button>
  return <Button small kind="quiet" onPress={() => onState('repair')}>{t('loan.to-repair')}</Button>
}

function AddSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('servicedesk')
  const [kind, setKind] = useState<ItemKind>('wheelchair')
  const [code, setCode] = useState('')
  const [home, setHome] = useState('')
  const [deposit, setDeposit] = useState('200')
  const [hours, setHours] = useState('4')
  const add = useDeskAct((body: NewItem) => api.post('/api/servicedesk/items', { body }))
  const cents = centsOf(deposit)
  const valid = code.trim() !== '' && home.trim() !== '' && cents !== undefined && /^\d{1,3}$/.test(hours)
  return (
    <Sheet title={t('loan.new')} onClose={onClose}>
      <div className="stack">
        <Select label={t('loan.kind')} value={kind} onChange={(value) => setKind(value as ItemKind)} options={itemKinds.map((one) => ({ value: one, label: t(`item.${one}`) }))} />
        <TextField label={t('loan.number')} value={code} maxLength={20} onChange={setCode} />
        <TextField label={t('loan.home')} value={home} maxLength={80} onChange={setHome} />
        <TextField label={t('loan.deposit-yuan')} inputMode="decimal" value={deposit} onChange={setDeposit} error={cents === undefined ? t('shift.cash-odd') : undefined} />
        <TextField label={t('loan.hours')} inputMode="numeric" value={hours} onChange={setHours} />
        {add.isError && <Alert tone="warning">{add.error.title || t('offline')}</Alert>}
        <Button kind="primary" busy={add.isPending} disabled={!valid} onPress={() => add.mutate({ kind, code, home, depositCents: cents ?? 0, hours: Number(hours) }, { onSuccess: onClose })}>{t('loan.add')}</Button>
      </div>
    </Sheet>
  )
}
