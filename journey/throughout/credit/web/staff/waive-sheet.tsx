import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Money, Pairs, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { OwingRow } from '../../contract.ts'
import { useAskWaiver, useDecide } from './owing-data.ts'

/** One asks, another decides; nobody does both. */
export function WaiveSheet({ debt, onClose }: { debt: OwingRow; onClose: () => void }) {
  const { t } = useTranslation('credit')
  if (!debt.waiver) return <Sheet title={t('staff.waive-title')} onClose={onClose}><Ask debt={debt} onDone={onClose} /></Sheet>
  return <Sheet title={t('staff.review-title')} onClose={onClose}><Decide debt={debt} waiver={debt.waiver} onDone={onClose} /></Sheet>
}

function Ask({ debt, onDone }: { debt: OwingRow; onDone: () => void }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const [yuan, setYuan] = useState((debt.openCents / 100).toFixed(2))
  const [reason, setReason] = useState('')
  const ask = useAskWaiver()
  const cents = /^\d{1,7}(\.\d{1,2})?$/.test(yuan.trim()) ? Math.round(Number(yuan) * 100) : 0
  const isRight = cents > 0 && cents <= debt.openCents
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isRight && reason.trim().length >= 2) ask.mutate({ personId: debt.personId, debtId: debt.id, cents, reason: reason.trim() }, { onSuccess: onDone })
  }
  return (
    <form className="stack" onSubmit={send}>
      <p>{t('staff.waive-lead')}</p>
      <Pairs pairs={[{ label: t('staff.person'), value: debt.nameMasked }, { label: t('staff.open'), value: <Money cents={debt.openCents} /> }]} />
      <TextField label={t('staff.amount')} inputMode="decimal" value={yuan} onChange={setYuan} error={isRight ? undefined : t('staff.amount-error', { most: format.money(debt.openCents, { bare: true }) })} />
      <TextField label={t('staff.reason')} hint={t('staff.reason-hint')} rows={3} maxLength={300} required value={reason} onChange={setReason} />
      {ask.isError && <Alert tone="danger" title={ask.error.title} />}
      <Button kind="primary" block type="submit" busy={ask.isPending} disabled={!isRight || reason.trim().length < 2}>{t('staff.ask')}</Button>
    </form>
  )
}

function Decide({ debt, waiver, onDone }: { debt: OwingRow; waiver: NonNullable<OwingRow['waiver']>; onDone: () => void }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const decide = useDecide()
  const press = (verb: 'approve' | 'refuse') => decide.mutate({ id: waiver.id, verb }, { onSuccess: onDone })
  return (
    <>
      <Pairs pairs={[
        { label: t('staff.person'), value: debt.nameMasked }, { label: t('staff.open'), value: <Money cents={debt.openCents} /> },
        { label: t('staff.amount'), value: <strong><Money cents={waiver.cents} /></strong> }, { label: t('staff.reason'), value: waiver.reason },
        { label: t('staff.asked-at'), value: format.dayTime(waiver.askedAt) },
      ]} />
      {waiver.askedByMe && <Alert>{t('staff.mine')}</Alert>}
      {decide.isError && <Alert tone="danger" title={decide.error.title} />}
      <div className="buttons">
        {!waiver.askedByMe && <Button kind="primary" busy={decide.isPending && decide.variables.verb === 'approve'} onPress={() => press('approve')}>{t('staff.approve', { amount: format.money(waiver.cents) })}</Button>}
        <Button busy={decide.isPending && decide.variables.verb === 'refuse'} onPress={() => press('refuse')}>{t(waiver.askedByMe ? 'staff.withdraw' : 'staff.refuse')}</Button>
      </div>
    </>
  )
}
