import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toDataURL } from 'qrcode'
import { Alert, Button, Card, Money, useFormat } from '#ui/index.ts'
import type { Payment } from '#journey/throughout/billing/contract.ts'
import { isOpen, useClose, useUnderWay } from './pay-data.ts'
import type { AtKiosk } from './session.ts'

/** So long a code or the reader waits for somebody; then it is taken back, and the machine forgets them. */
const PATIENCE_MS = 150_000

interface Props {
  readonly kiosk: AtKiosk
  readonly started: Payment
  readonly onBusy: (isBusy: boolean) => void
  readonly onBack: () => void
  readonly onPaid: (payment: Payment) => void
}

/** The code to be scanned, or what the card reader waits for; and never more than is known. */
export function UnderWay({ kiosk, started, onBusy, onBack, onPaid }: Props) {
  const { t } = useTranslation('kiosk')
  const read = useUnderWay(kiosk, started)
  const close = useClose(kiosk)
  const payment = read.data
  const isWaiting = (payment.state === 'created' || payment.state === 'confirming') && !read.isError
  const isOverdue = useOverdue(started.id)
  useEffect(() => onBusy(isWaiting && !isOverdue), [isWaiting, isOverdue, onBusy])
  const { mutate: takeBack } = close
  useEffect(() => { if (isOverdue && isWaiting) takeBack(payment) }, [isOverdue, isWaiting, takeBack, payment])
  const isPaid = payment.state === 'succeeded'
  useEffect(() => { if (isPaid) onPaid(payment) }, [isPaid, onPaid, payment])
  if (isPaid) return null
  if (read.isError) return <Alert tone="warning" title={read.error.title}>{t('pay.unknown-body')}</Alert>
  if (payment.state === 'unknown') {
    return (
      <Card>
        <div className="state" role="status">
          <h2>{t('pay.unknown')}</h2><p>{t('pay.unknown-body')}</p>
          <Button block onPress={() => void read.refetch()}>{t('pay.ask-again')}</Button>
        </div>
      </Card>
    )
  }
  if (!isOpen(payment)) return <Card><div className="state" role="status"><h2>{t('pay.failed')}</h2><p>{t('pay.failed-body')}</p><Button kind="primary" block onPress={onBack}>{t('pay.again')}</Button></div></Card>
  return (
    <>
      <Card><div className="kiosk-pay" role="status">{payment.channel === 'bankcard' ? <CardSteps payment={payment} /> : <Code payment={payment} />}</div></Card>
      <Button block busy={close.isPending} onPress={() => close.mutate(payment)}>{t('pay.cancel')}</Button>
    </>
  )
}

function Code({ payment }: { payment: Payment }) {
  const { t } = useTranslation('kiosk')
  const { payUrl } = payment
  const code = useQuery({ queryKey: ['kiosk', 'code', payUrl], gcTime: 0, enabled: payUrl !== null, queryFn: () => toDataURL(payUrl ?? '', { margin: 1, width: 520 }) })
  return (
    <>
      <h2>{payUrl === null ? t('pay.starting') : t('pay.scan', { channel: t(`receipt.channel-${payment.channel}`) })}</h2>
      <p className="kiosk-sum"><Money cents={payment.channelCents} /></p>
      {code.data && <img src={code.data} alt={t('pay.code-alt')} width={520} height={520} />}
      <p>{t('pay.scan-body')}</p>
    </>
  )
}

function CardSteps({ payment }: { payment: Payment }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const step = payment.step || 'connecting'
  return <><p className="kiosk-sum">{format.money(payment.channelCents)}</p><h2>{t(`card.${step}`)}</h2><p>{t(`card.${step}-body`)}</p></>
}

function useOverdue(of: string): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    setOver(false)
    const timer = setTimeout(() => setOver(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [of])
  return isOver
}
