import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Desk, EmptyState, ErrorState, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Shift } from '../../contract.ts'
import { BillPane } from './bill-pane.tsx'
import { FindPane, type Chosen } from './find-pane.tsx'
import { OpenShiftForm } from './open-shift-form.tsx'
import { TakePane } from './take-pane.tsx'
import { useBillHere, usePersonHere, useShift } from './window-data.ts'
import './cashier.css'

/** A window: who is here, what they owe, how they pay. Everything can be done without the mouse. */
export function Component() {
  const { t } = useTranslation('billing')
  const read = useShift()
  if (read.isPending) return <Desk title={t('nav')}><Pane label={t('nav')}><Bones /></Pane></Desk>
  if (read.isError) return <Desk title={t('nav')}><Pane label={t('nav')}><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Pane></Desk>
  if (!read.data.shift) return <Desk title={t('nav')}><Pane label={t('shift.open')} paper><OpenShiftForm /></Pane></Desk>
  return <Window shift={read.data.shift} />
}

function Window({ shift }: { shift: Shift }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [chosen, setChosen] = useState<Chosen>()
  const person = usePersonHere(chosen?.personId)
  const firstDue = person.data?.bills.find((bill) => bill.dueCents > 0) ?? person.data?.bills[0]
  const bill = useBillHere(chosen?.bill ?? firstDue)
  return (
    <Desk
      title={shift.counter} panes="276px 1fr 392px"
      context={<><Tag tone="success" icon="check">{t('shift.running')}</Tag> {t('shift.so-far', { count: shift.paymentCount, amount: format.money(shift.cashInCents) })}</>}
      actions={<Button small href="/cashier/close">{t('shift.close')}</Button>}
    >
      <FindPane chosen={chosen} onChoose={setChosen} />
      {!chosen && <Pane label={t('window.bill')} paper><EmptyState title={t('window.nobody')}>{t('window.nobody-body')}</EmptyState></Pane>}
      {chosen && person.isError && <Pane label={t('window.bill')} paper><EmptyState title={t('window.not-here')}>{t('window.not-here-body')}</EmptyState></Pane>}
      {chosen && person.isPending && <Pane label={t('window.bill')}><Bones cards={[2, 4]} /></Pane>}
      {chosen && person.data && <BillPane person={person.data} bill={bill.data} onBill={(one) => setChosen({ personId: chosen.personId, bill: one })} onLeave={() => setChosen(undefined)} />}
      {chosen && person.data && bill.data ? <TakePane key={bill.data.id} bill={bill.data} /> : <Pane label={t('take.title')}>{null}</Pane>}
    </Desk>
  )
}
