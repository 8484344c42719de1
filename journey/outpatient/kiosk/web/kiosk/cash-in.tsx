import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Card, Money, Sheet, useFormat } from '#ui/index.ts'
import type { CashNow, StartCash } from '../../contract.ts'
import type { Devices } from './devices.ts'
import { PrintState } from './print-state.tsx'
import type { AtKiosk } from './session.ts'
import { type TakingCash, useCash } from './use-cash.ts'
import { usePrint } from './use-print.ts'
import './cash.css'

interface Props {
  readonly at: AtKiosk
  readonly devices: Devices
  readonly broker: string
  readonly start: StartCash
  /** While money is in the machine it does not forget who stands there. */
  readonly onBusy: (isBusy: boolean) => void
  readonly onBack: () => void
}

const TAKEN = [500, 1000, 2000, 5000, 10_000] as const

/** One note after the other: how much is in, what is missing, and one button to be done. */
export function CashIn({ at, devices, broker, start, onBusy, onBack }: Props) {
  const { t } = useTranslation('kiosk')
  const taking = useCash({ at, broker, start })
  const { cash, problem } = taking
  const isOpen = problem === undefined && cash?.state !== 'finished'
  useEffect(() => onBusy(isOpen), [isOpen, onBusy])
  useEffect(() => () => onBusy(false), [onBusy])
  if (problem) return <><Alert tone="warning" title={problem.title || t('kiosk.no-network')}>{t('pay.nothing-taken')}</Alert><Button block onPress={onBack}>{t('cash.other-way')}</Button></>
  if (cash?.state === 'finished') return cash.inCents + cash.doubtCents === 0 ? <NothingIn onBack={onBack} /> : <CashDone at={at} devices={devices} cash={cash} />
  return (
    <>
      <Sum cash={cash} />
      <WhatNow taking={taking} />
      <FinishButton taking={taking} onBack={onBack} />
      {taking.secondsLeft !== null && (
        <Sheet title={t('kiosk.still-here')} onClose={taking.stay}>
          <div className="stack kiosk-warning">
            <p className="kiosk-count" aria-hidden="true">{taking.secondsLeft}</p>
            <p role="status">{t(cash && cash.inCents > 0 ? 'cash.ends-in' : 'cash.ends-in-empty', { count: taking.secondsLeft })}</p>
            <Button kind="primary" block onPress={taking.stay}>{t('kiosk.stay')}</Button>
          </div>
        </Sheet>
      )}
    </>
  )
}

function Sum({ cash }: { cash: CashNow | undefined }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const inCents = cash?.inCents ?? 0
  const missing = cash?.dueCents == null ? undefined : Math.max(0, cash.dueCents - inCents)
  return (
    <Card label={t('cash.in')}>
      <div className="kiosk-cash" aria-live="polite">
        <p>{t('cash.in')}</p>
        <p className="kiosk-cash__sum"><Money cents={inCents} /></p>
        {missing !== undefined && <p className="kiosk-cash__missing">{missing > 0 ? t('cash.missing', { amount: format.money(missing) }) : t('cash.enough')}</p>}
        <Notes cash={cash} />
      </div>
    </Card>
  )
}

function Notes({ cash }: { cash: CashNow | undefined }) {
  const { t } = useTranslation('kiosk')
  if (!cash || cash.notes.length === 0) return null
  return <ul className="kiosk-cash__notes">{cash.notes.map(({ cents, count }) => <li key={cents}>{t('cash.notes', { yuan: cents / 100, count })}</li>)}</ul>
}

/** What the machine does with the last note, or what to do next. */
function WhatNow({ taking }: { taking: TakingCash }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const { ask, cash, door, reason, isLooking, isAway } = taking
  if (isAway) return <Alert tone="warning" icon="refresh" title={t('cash.away')}>{t('cash.away-note', { amount: format.money(cash?.inCents ?? 0) })}</Alert>
  if (ask) {
    return (
      <div className="stack" role="alert">
        <Alert tone="now" icon="cash" title={t('cash.ask', { note: format.money(ask.cents, { whole: true }), missing: format.money(ask.cents - ask.surplusCents) })}>{t('cash.ask-note', { surplus: format.money(ask.surplusCents) })}</Alert>
        <Button kind="primary" block icon="check" onPress={taking.agree}>{t('cash.agree', { surplus: format.money(ask.surplusCents) })}</Button>
        <Button block icon="undo" onPress={taking.giveBack}>{t('cash.give-back')}</Button>
      </div>
    )
  }
  if (isLooking || cash?.isMoving) return <Alert icon="clock" title={t('cash.looking')}>{t('cash.looking-note')}</Alert>
  if (door !== 'ready') return <Alert tone="warning" title={t(`cash.door-${door}`)}>{t('cash.door-note')}</Alert>
  if (cash && cash.doubtCents > 0) return <Alert tone="warning" title={t('cash.doubt', { amount: format.money(cash.doubtCents) })}>{t('cash.doubt-note')}</Alert>
  return (
    <Alert tone={reason === '' ? 'info' : 'warning'} icon="cash" title={t(reason === '' ? 'cash.put' : `cash.reason-${reason}`)}>
      {t('cash.which', { notes: TAKEN.map((cents) => cents / 100).join(t('cash.comma')) })} {cash?.dueCents == null ? t('cash.no-change-balance') : t('cash.no-change')}
    </Alert>
  )
}

function FinishButton({ taking, onBack }: { taking: TakingCash; onBack: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const { cash, ask } = taking
  if (ask || !cash) return null
  if (cash.inCents === 0) return <Button block onPress={onBack}>{t('cash.other-way')}</Button>
  const isShort = cash.dueCents !== null && cash.inCents < cash.dueCents
  return (
    <>
      <Button kind={isShort ? 'outline' : 'primary'} block icon="check" onPress={taking.finish}>{t(isShort ? 'cash.stop' : 'cash.done', { amount: format.money(cash.inCents) })}</Button>
      {isShort && <p className="muted">{t('cash.stop-note', { amount: format.money(cash.inCents) })}</p>}
    </>
  )
}

function NothingIn({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('kiosk')
  return <><Alert icon="check" title={t('cash.nothing')} /><Button block onPress={onBack}>{t('cash.other-way')}</Button></>
}

/** Where it went, on the screen and on the slip that comes out by itself. */
function CashDone({ at, devices, cash }: { at: AtKiosk; devices: Devices; cash: CashNow }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const printing = usePrint(at, devices)
  const { print } = printing
  const asked = useRef('')
  useEffect(() => {
    if (!devices.canPrint || asked.current === cash.id) return
    asked.current = cash.id
    print({ kind: 'cash', visitId: cash.id })
  }, [devices.canPrint, cash.id, print])
  const isUnpaid = cash.dueCents !== null && cash.paidCents === 0
  return (
    <>
      <Alert tone="success" icon="check" title={t(cash.paidCents > 0 ? 'cash.paid' : 'cash.put-aside', { amount: format.money(cash.paidCents > 0 ? cash.paidCents : cash.putAsideCents) })}>
        {cash.paidCents > 0 && cash.putAsideCents > 0 && <>{t('cash.rest', { amount: format.money(cash.putAsideCents) })}<br /></>}
        {isUnpaid && <>{t('cash.unpaid')}<br /></>}
        {cash.putAsideCents > 0 && t('cash.balance-note')}
      </Alert>
      {cash.doubtCents > 0 && <Alert tone="warning" title={t('cash.doubt', { amount: format.money(cash.doubtCents) })}>{t('cash.doubt-note')}</Alert>}
      <Sum cash={{ ...cash, dueCents: null }} />
      <PrintState devices={devices} printing={printing} wanted={{ kind: 'cash', visitId: cash.id }} />
    </>
  )
}
