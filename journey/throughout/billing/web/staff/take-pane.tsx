import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '#client/index.ts'
import { Alert, Button, Due, Icon, Kbd, Money, Pane, useFormat, useHotkey } from '#ui/index.ts'
import type { Bill, Payment } from '../../contract.ts'
import { centsOf, likelyNotes } from './cents.ts'
import { OpenPayment, PayByCode } from './pay-by-code.tsx'
import { PayByCard } from './pay-by-card.tsx'
import { PayFromBalance } from './pay-from-balance.tsx'
import { useIsQuoting } from '../use-quote.ts'
import { PrintFrame } from './print-frame.tsx'
import { closePayment, takeCash, useAct } from './window-data.ts'

type Way = 'cash' | 'code' | 'card' | 'balance'

/** The amount, the way it is paid, what to give back. Enter takes it. */
export function TakePane({ bill }: { bill: Bill }) {
  const { t } = useTranslation('billing')
  const [way, setWay] = useState<Way>('cash')
  const [taken, setTaken] = useState<Payment>()
  const open = bill.payments.find(({ state }) => state === 'created' || state === 'confirming' || state === 'unknown')
  const unpaid = bill.items.some((item) => item.status === 'due')
  useHotkey('1', () => setWay('cash'), unpaid)
  useHotkey('2', () => setWay('code'), unpaid)
  useHotkey('3', () => setWay('card'), unpaid)
  useHotkey('4', () => setWay('balance'), unpaid)
  if (!unpaid) return <Pane label={t('take.title')}><Settled bill={bill} taken={taken} /></Pane>
  return (
    <Pane label={t('take.title')}>
      <Due label={t('take.due')} cents={bill.dueCents} />
      <div className="billing-ways" role="group" aria-label={t('take.way')}>
        <WayButton way="cash" chosen={way} onChoose={setWay} icon="cash" keyName="1" />
        <WayButton way="code" chosen={way} onChoose={setWay} icon="qr" keyName="2" />
        <WayButton way="card" chosen={way} onChoose={setWay} icon="card" keyName="3" />
        <WayButton way="balance" chosen={way} onChoose={setWay} icon="wallet" keyName="4" />
      </div>
      {open && !(way === 'card' && open.channel === 'bankcard' && open.state !== 'unknown') && <OpenPayment payment={open} />}
      {way === 'cash' && open?.state !== 'unknown' && <Cash bill={bill} open={open} onTaken={setTaken} />}
      {way === 'code' && open?.channel !== 'bankcard' && <PayByCode bill={bill} open={open} />}
      {way === 'card' && open?.state !== 'unknown' && <PayByCard bill={bill} open={open} onTaken={setTaken} />}
      {way === 'balance' && open?.state !== 'unknown' && <PayFromBalance bill={bill} open={open} onTaken={setTaken} rest={(prepaidCents) => <Cash bill={bill} open={open} onTaken={setTaken} prepaidCents={prepaidCents} />} />}
    </Pane>
  )
}

function WayButton({ way, chosen, onChoose, icon, keyName }: { way: Way; chosen: Way; onChoose: (way: Way) => void; icon: 'cash' | 'qr' | 'card' | 'wallet'; keyName: string }) {
  const { t } = useTranslation('billing')
  return (
    <button type="button" className="billing-way-choice" aria-pressed={way === chosen} aria-keyshortcuts={keyName} onClick={() => onChoose(way)}>
      <Icon name={icon} /><span className="grow">{t(`take.${way}`)}</span><Kbd>{keyName}</Kbd>
    </button>
  )
}

/** Cash for what is due, or for what the balance leaves of it. */
function Cash({ bill, open, onTaken, prepaidCents = 0 }: { bill: Bill; open: Payment | undefined; onTaken: (payment: Payment) => void; prepaidCents?: number }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const cashCents = bill.dueCents - prepaidCents
  const received = typed === '' ? cashCents : centsOf(typed)
  const change = received === undefined ? undefined : received - cashCents
  const take = useAct(async () => {
    // A payment by phone that is still open is closed first: nobody shall be able to pay twice.
    if (open && (await closePayment(open)).state !== 'closed') return undefined
    const payment = await takeCash({ billId: bill.id, expectedCents: bill.dueCents, receivedCents: received ?? 0, parts: prepaidCents > 0 ? [{ purse: 'prepaid', cents: prepaidCents }] : [] })
    // Said at once: when the bill is read again there is nothing due, and this form is gone.
    onTaken(payment)
    return payment
  })
  const isQuoting = useIsQuoting(bill.id)
  const enough = change !== undefined && change >= 0 && !isQuoting
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (enough && !take.isPending) take.mutate(undefined)
  }
  const yuan = (cents: number) => format.money(cents, { bare: true, whole: true })
  return (
    <form className="billing-cash" onSubmit={submit}>
      <div className="row row--between">
        <label htmlFor="received">{t('take.received')}</label>
        <input id="received" className="input billing-received" inputMode="decimal" autoComplete="off" autoFocus value={typed} placeholder={format.money(cashCents, { bare: true })} aria-invalid={received === undefined || undefined} onChange={(event) => setTyped(event.target.value)} />
      </div>
      <div className="row billing-notes">
        <Button small onPress={() => setTyped('')}>{t('take.exact')}</Button>
        {likelyNotes(cashCents).map((cents) => <Button key={cents} small onPress={() => setTyped(format.money(cents, { bare: true }).replaceAll(',', ''))}>{yuan(cents)}</Button>)}
      </div>
      <div className="row row--between billing-change" aria-live="polite">
        <span>{change !== undefined && change < 0 ? t('take.missing') : t('take.change')}</span>
        <b>{change === undefined ? '—' : <Money cents={Math.abs(change)} />}</b>
      </div>
      {take.isError && <Alert tone="danger" title={take.error.title}>{isProblem(take.error, 'client.offline') ? t('take.offline') : t('take.not-taken')}</Alert>}
      <Button kind="primary" block type="submit" busy={take.isPending || isQuoting} disabled={!enough} className="billing-take">{t('take.do', { amount: format.money(cashCents) })} <Kbd>Enter</Kbd></Button>
    </form>
  )
}

/** It is done: what to give back stands large until the next person. */
function Settled({ bill, taken }: { bill: Bill; taken: Payment | undefined }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const change = taken?.changeCents ?? 0
  return (
    <div className="state" role="status">
      <span className="done"><Icon name="check" /></span>
      <h2>{taken ? t('take.done', { amount: format.money(taken.amountCents) }) : t('take.nothing-due')}</h2>
      {taken && change > 0 && <p className="billing-give">{t('take.give-back')} <b><Money cents={change} /></b></p>}
      {bill.receipts.length > 0 && <PrintFrame bill={bill} atOnce={taken !== undefined} />}
      <p className="small muted">{t('take.next')} <Kbd>F2</Kbd></p>
    </div>
  )
}
