import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, Desk, EmptyState, Money, Pairs, Pane, TextField, useFormat } from '#ui/index.ts'
import type { CashCount, Shift } from '../../contract.ts'
import { denominations } from './cents.ts'
import { useAct, useShift } from './window-data.ts'
import './cashier.css'

/** The last act: the drawer is counted before the books are shown, so nobody counts towards a figure. */
export function Component() {
  const { t } = useTranslation('billing')
  const read = useShift()
  const [closed, setClosed] = useState<Shift>()
  return (
    <Desk title={t('shift.close')} actions={<Button small href="/cashier">{t('shift.back')}</Button>}>
      <Pane label={t('shift.close')} paper>
        {closed && <Closed shift={closed} />}
        {!closed && read.isPending && <Bones cards={[6]} />}
        {!closed && read.data && !read.data.shift && <EmptyState title={t('shift.none')} actions={<Button kind="soft" href="/cashier">{t('shift.open')}</Button>}>{t('shift.none-body')}</EmptyState>}
        {!closed && read.data?.shift && <Count shift={read.data.shift} onClosed={setClosed} />}
      </Pane>
    </Desk>
  )
}

function Count({ shift, onClosed }: { shift: Shift; onClosed: (shift: Shift) => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [pieces, setPieces] = useState<Record<string, string>>({})
  const [note, setNote] = useState('')
  const counted = Object.fromEntries(denominations.map((cents) => [cents, Number(pieces[cents] ?? 0) || 0])) as CashCount
  const total = denominations.reduce((sum, cents) => sum + cents * (counted[`${cents}`] ?? 0), 0)
  const close = useAct(() => api.post<Shift>('/api/billing/window/shift/close', { body: { counted, note } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    close.mutate(undefined, { onSuccess: onClosed })
  }
  return (
    <div className="billing-narrow"><Card>
      <form className="stack" onSubmit={submit}>
        <h2>{t('shift.count')}</h2>
        <p className="small muted">{t('shift.so-far', { count: shift.paymentCount, amount: format.money(shift.cashInCents) })}{shift.cashOutCents > 0 && ` ${t('shift.out', { amount: format.money(shift.cashOutCents) })}`}</p>
        <ul className="billing-count">
          {denominations.map((cents, at) => (
            <li key={cents}>
              <label htmlFor={`piece-${cents}`}>{t('shift.pieces-of', { note: format.money(cents, { whole: true }) })}</label>
              <input id={`piece-${cents}`} className="input" inputMode="numeric" autoComplete="off" autoFocus={at === 0} value={pieces[cents] ?? ''} onChange={(event) => setPieces({ ...pieces, [cents]: event.target.value.replaceAll(/\D/g, '').slice(0, 5) })} />
              <span className="billing-count__sum"><Money cents={cents * (counted[`${cents}`] ?? 0)} bare /></span>
            </li>
          ))}
        </ul>
        <p className="row row--between billing-count__total" aria-live="polite"><span>{t('shift.counted')}</span><b><Money cents={total} /></b></p>
        <TextField label={t('shift.remark')} hint={t('shift.remark-hint')} value={note} onChange={setNote} maxLength={300} />
        {close.isError && <Alert tone="danger" title={close.error.title} />}
        <Button kind="primary" type="submit" busy={close.isPending}>{t('shift.end', { amount: format.money(total) })}</Button>
      </form>
    </Card></div>
  )
}

function Closed({ shift }: { shift: Shift }) {
  const { t } = useTranslation('billing')
  const difference = shift.differenceCents ?? 0
  return (
    <div className="billing-narrow"><Card>
      <div className="stack" role="status">
        <h2>{difference === 0 ? t('shift.right') : difference < 0 ? t('shift.missing') : t('shift.over')}</h2>
        <Pairs pairs={[
          { label: t('shift.float'), value: <Money cents={shift.openingFloatCents} /> },
          { label: t('shift.in', { count: shift.paymentCount }), value: <Money cents={shift.cashInCents} /> },
          { label: t('shift.out-short'), value: <Money cents={-shift.cashOutCents} /> },
          { label: t('shift.expected'), value: <Money cents={shift.expectedCents ?? 0} /> },
          { label: t('shift.counted'), value: <Money cents={shift.countedCents ?? 0} /> },
          { label: t('shift.difference'), value: <b><Money cents={difference} /></b> },
        ]} />
        <p className="small muted">{t('shift.booked')}</p>
        <div className="buttons"><Button kind="primary" href="/cashier">{t('shift.next')}</Button><Button icon="print" href={`/finance/shifts/${shift.id}`}>{t('shift.report')}</Button></div>
      </div>
    </Card></div>
  )
}
