import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Select, useFormat } from '#ui/index.ts'
import type { Bill, Payment } from '../../contract.ts'
import { closePayment, keys, startByCard, useAct, useCardReaders, useCardStep } from './window-data.ts'

const kept = 'card-reader'

interface Props {
  readonly bill: Bill
  readonly open: Payment | undefined
  readonly onTaken: (payment: Payment) => void
}

/** The card is read by the reader of this window; the till says what the reader waits for. */
export function PayByCard({ bill, open, onTaken }: Props) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const readers = useCardReaders()
  const [wanted, setWanted] = useState(() => localStorage.getItem(kept) ?? '')
  const [isRefused, setRefused] = useState(false)
  const start = useAct(startByCard)
  if (open?.channel === 'bankcard') {
    return <Reading payment={open} onEnd={(payment) => { if (payment.state === 'succeeded') onTaken(payment); else setRefused(true) }} />
  }
  if (open) return null
  if (!readers.data) return <Bones />
  const [first] = readers.data
  if (!first) return <Alert tone="info" title={t('take.card-none')} />
  const terminalId = readers.data.some((one) => one.id === wanted) ? wanted : first.id
  const choose = (id: string) => {
    localStorage.setItem(kept, id)
    setWanted(id)
  }
  return (
    <>
      {(isRefused || start.data?.state === 'failed') && <Alert tone="warning" title={t('take.card-not')} />}
      {start.isError && <Alert tone="danger" title={start.error.title}>{t('take.not-taken')}</Alert>}
      {readers.data.length > 1 && <Select label={t('take.card-reader')} value={terminalId} onChange={choose} options={readers.data.map(({ id, name }) => ({ value: id, label: /^\d+$/.test(name) ? t('take.card-reader-n', { name }) : name }))} />}
      <Button kind="primary" block className="billing-take" busy={start.isPending} onPress={() => start.mutate({ bill, terminalId })}>{t('take.card-start', { amount: format.money(bill.dueCents) })}</Button>
    </>
  )
}

function Reading({ payment, onEnd }: { payment: Payment; onEnd: (payment: Payment) => void }) {
  const { t } = useTranslation('billing')
  const client = useQueryClient()
  const close = useAct(closePayment)
  const ended = (now: Payment) => {
    onEnd(now)
    void client.invalidateQueries({ queryKey: keys.all })
  }
  const now = useCardStep(payment, ended)
  const step = (now.data?.step ?? payment.step) || 'connecting'
  return (
    <div className="state billing-card" role="status">
      <h2>{t(`card.${step}`)}</h2>
      <p className="muted">{t(`card.${step}-body`)}</p>
      <div className="buttons"><Button busy={close.isPending} onPress={() => close.mutate(payment, { onSuccess: ended })}>{t('take.card-cancel')}</Button></div>
    </div>
  )
}
