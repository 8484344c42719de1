import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Card, Due, EmptyState, KioskTile, KioskTiles, Money, Sep, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { ChannelName, Payment } from '#journey/throughout/billing/contract.ts'
import type { KioskBill } from '../../contract.ts'
import type { Devices } from './devices.ts'
import { CashIn } from './cash-in.tsx'
import { isOpen, useGiveUp, useKioskBills, useStart } from './pay-data.ts'
import { Paper } from './paper.tsx'
import { UnderWay } from './under-way.tsx'
import type { AtKiosk } from './session.ts'
import './pay.css'

type Screen = { at: 'bills' } | { at: 'paying'; payment: Payment } | { at: 'cash'; bill: KioskBill; broker: string } | { at: 'paper'; billId: string; paidCents?: number }

interface Props {
  readonly kiosk: AtKiosk
  readonly devices: Devices
  /** While a code or the card reader is in use nobody touches the screen: it is not forgotten meanwhile. */
  readonly onBusy: (isBusy: boolean) => void
}

/** Whoever showed who they are sees what they owe here, pays it, and takes the receipt along. */
export function PayAtKiosk({ kiosk, devices, onBusy }: Props) {
  const [screen, setScreen] = useState<Screen>({ at: 'bills' })
  const isPaying = screen.at === 'paying' || screen.at === 'cash'
  useEffect(() => {
    if (!isPaying) onBusy(false)
    return () => onBusy(false)
  }, [isPaying, onBusy])
  if (screen.at === 'paying') {
    return (
      <UnderWay
        kiosk={kiosk} started={screen.payment} onBusy={onBusy} onBack={() => setScreen({ at: 'bills' })}
        onPaid={({ billId, amountCents }) => setScreen({ at: 'paper', billId, paidCents: amountCents })}
      />
    )
  }
  if (screen.at === 'cash') {
    const { bill, broker } = screen
    return <CashIn at={kiosk} devices={devices} broker={broker} start={{ billId: bill.id, expectedCents: bill.dueCents }} onBusy={onBusy} onBack={() => setScreen({ at: 'bills' })} />
  }
  if (screen.at === 'paper') return <Paper kiosk={kiosk} devices={devices} billId={screen.billId} paidCents={screen.paidCents} />
  const started = (payment: Payment) => setScreen(isOpen(payment) ? { at: 'paying', payment } : payment.state === 'succeeded' ? { at: 'paper', billId: payment.billId, paidCents: payment.amountCents } : { at: 'paying', payment })
  const { notesAt } = devices
  return <Bills kiosk={kiosk} onCash={notesAt === undefined ? undefined : (bill) => setScreen({ at: 'cash', bill, broker: notesAt })} onStarted={started} onPaper={(billId) => setScreen({ at: 'paper', billId })} />
}

function Bills({ kiosk, onCash, onStarted, onPaper }: { kiosk: AtKiosk; onCash: ((bill: KioskBill) => void) | undefined; onStarted: (payment: Payment) => void; onPaper: (billId: string) => void }) {
  const { t } = useTranslation('kiosk')
  const read = useKioskBills(kiosk)
  const start = useStart(kiosk, onStarted)
  const cash = useGiveUp(kiosk, { onFree: (bill) => onCash?.(bill), onStarted })
  if (read.isPending) return <Bones cards={[3]} />
  if (read.isError) return <Alert tone="warning" title={read.error.title} />
  const { bills, channels, nameMasked } = read.data
  return (
    <>
      {cash.isError && <Alert tone="warning" title={cash.error.title}>{t('pay.nothing-taken')}</Alert>}
      {start.isError && <Alert tone="warning" title={start.error.title}>{t('pay.nothing-taken')}</Alert>}
      {bills.length === 0 && <EmptyState title={t('pay.none')}>{t('pay.none-body')}</EmptyState>}
      {bills.map((bill) => (bill.dueItems.length > 0
        ? <DueBill key={bill.id} bill={bill} name={nameMasked} channels={channels} isBusy={start.isPending || cash.isPending} onCash={onCash && (() => cash.mutate(bill))} onPay={(channel) => start.mutate({ bill, channel })} onOpen={onStarted} />
        : <PaidBill key={bill.id} bill={bill} onPaper={() => onPaper(bill.id)} />))}
    </>
  )
}

const ICONS: Readonly<Record<ChannelName, IconName>> = { wechatpay: 'qr', alipay: 'qr', bankcard: 'card' }

interface DueProps {
  readonly bill: KioskBill
  readonly name: string
  readonly channels: readonly ChannelName[]
  readonly isBusy: boolean
  /** Undefined: this machine takes no notes now. */
  readonly onCash: (() => void) | undefined
  readonly onPay: (channel: ChannelName | 'none') => void
  readonly onOpen: (payment: Payment) => void
}

function DueBill({ bill, name, channels, isBusy, onCash, onPay, onOpen }: DueProps) {
  const { t, i18n } = useTranslation('kiosk')
  const english = i18n.language === 'en'
  const open = bill.open
  return (
    <section className="stack" aria-label={bill.title}>
      <Card>
        <Due label={t('pay.who-owes', { who: name, name })} cents={bill.dueCents} note={<>{bill.title}<Sep />{t('pay.items', { count: bill.dueItems.length })}</>} />
        <ul className="kiosk-items">
          {bill.dueItems.map((item, i) => <li key={i}><span>{(english && item.nameEn) || item.name}</span><Money cents={item.selfCents} /></li>)}
        </ul>
      </Card>
      {open?.state === 'unknown' && <Unknown onSee={() => onOpen(open)} />}
      {open && open.state !== 'unknown' && <Alert tone="info" icon="clock" title={t('pay.other-phone')}>{t('pay.other-phone-body')}</Alert>}
      {open?.state !== 'unknown' && bill.dueCents === 0 && <Button kind="primary" block busy={isBusy} onPress={() => onPay('none')}>{t('pay.free')}</Button>}
      {open?.state !== 'unknown' && bill.dueCents > 0 && (
        <KioskTiles label={t('pay.choose')}>
          {channels.map((channel) => <KioskTile key={channel} icon={ICONS[channel]} title={t(`pay.${channel}`)} onPress={() => { if (!isBusy) onPay(channel) }} />)}
          <KioskTile icon="cash" title={t('pay.cash')} hint={t('cash.hint')} {...(onCash ? { onPress: () => { if (!isBusy) onCash() } } : { closed: t('pay.cash-where') })} />
        </KioskTiles>
      )}
    </section>
  )
}

function Unknown({ onSee }: { onSee: () => void }) {
  const { t } = useTranslation('kiosk')
  return <Alert tone="warning" icon="clock" title={t('pay.unknown')} action={<Button onPress={onSee}>{t('pay.see')}</Button>}>{t('pay.unknown-body')}</Alert>
}

function PaidBill({ bill, onPaper }: { bill: KioskBill; onPaper: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const sum = bill.receipts.reduce((total, receipt) => total + receipt.amountCents, 0)
  return (
    <Card>
      <div className="row row--between">
        <p className="grow"><b>{bill.title}</b><br />{t('pay.paid-title')} {format.money(sum)}</p>
        <Button icon="print" onPress={onPaper}>{t('pay.print')}</Button>
      </div>
    </Card>
  )
}
