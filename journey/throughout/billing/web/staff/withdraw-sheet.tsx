import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { documentKinds } from '#journey/throughout/people/contract.ts'
import { Alert, Button, List, ListItem, Money, Pairs, Select, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { DocumentShown, WindowPerson, WithdrawalOffer, WithdrawnAtWindow } from '../../contract.ts'
import { centsOf } from './cents.ts'
import { useAct } from './window-data.ts'

interface Props {
  readonly person: WindowPerson
  readonly onClose: () => void
}

/** Somebody without a phone has their balance back: first the document, then the sum, then which way each piece goes. */
export function WithdrawSheet({ person, onClose }: Props) {
  const { t } = useTranslation('billing')
  const [offer, setOffer] = useState<WithdrawalOffer>()
  const [made, setMade] = useState<WithdrawnAtWindow>()
  return (
    <Sheet title={t('give-back.title', { name: person.name })} onClose={onClose}>
      {!offer && <Document person={person} onShown={setOffer} />}
      {offer && !made && <Amount person={person} offer={offer} onMade={setMade} onClose={onClose} />}
      {made && <Made made={made} onClose={onClose} />}
    </Sheet>
  )
}

function Document({ person, onShown }: { person: WindowPerson; onShown: (offer: WithdrawalOffer) => void }) {
  const { t } = useTranslation(['billing', 'people'])
  const [kind, setKind] = useState<string>('resident-id')
  const [number, setNumber] = useState('')
  const show = useAct(() => api.post<DocumentShown>('/api/billing/window/withdrawals/document', { body: { personId: person.personId, document: { kind, number: number.replaceAll(/\s/g, '').toUpperCase() } } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    show.mutate(undefined, { onSuccess: ({ offer }) => { if (offer) onShown(offer) } })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t('give-back.lead')}</p>
      <Select label={t('give-back.document')} value={kind} onChange={setKind} options={documentKinds.map((one) => ({ value: one, label: t(`people:kind.${one}`) }))} />
      <TextField label={t('give-back.number')} hint={t('give-back.number-hint')} autoComplete="off" autoFocus maxLength={40} value={number} onChange={setNumber} />
      {show.data?.accepted === false && <Alert tone="danger" title={t('give-back.not-theirs')}>{t('give-back.not-theirs-body')}</Alert>}
      {show.isError && <Alert tone="danger" title={show.error.title} />}
      <Button kind="primary" block type="submit" busy={show.isPending} disabled={number.trim().length < 4}>{t('give-back.look')}</Button>
    </form>
  )
}

function Amount({ person, offer, onMade, onClose }: Props & { offer: WithdrawalOffer; onMade: (made: WithdrawnAtWindow) => void }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [typed, setTyped] = useState(() => format.money(offer.returnableCents, { bare: true }).replaceAll(',', ''))
  const ask = useAct((cents: number) => api.post<WithdrawnAtWindow>('/api/billing/window/withdrawals', { body: { personId: person.personId, cents } }))
  const cents = centsOf(typed)
  const tooMuch = cents !== undefined && cents > offer.returnableCents
  const elsewhere = offer.spendableCents - offer.returnableCents
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (cents && !tooMuch) ask.mutate(cents, { onSuccess: onMade })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <Pairs pairs={[{ label: t('give-back.there'), value: <Money cents={offer.spendableCents} /> }, { label: t('give-back.here'), value: <b><Money cents={offer.returnableCents} /></b> }]} />
      {elsewhere > 0 && <Alert tone="info" title={t('give-back.elsewhere', { amount: format.money(elsewhere) })}>{t('give-back.elsewhere-body')}</Alert>}
      {offer.returnableCents > 0 && (
        <>
          <TextField label={t('withdraw.amount')} inputMode="decimal" autoComplete="off" autoFocus value={typed} onChange={setTyped} error={tooMuch ? t('withdraw.too-much', { amount: format.money(offer.returnableCents) }) : undefined} />
          <List label={t('give-back.ways')}>{waysOf(offer, tooMuch ? 0 : cents ?? 0).map((way, at) => <ListItem key={at} icon="undo" title={t(`give-back.way-${way.channel === 'cash' ? 'cash' : 'source'}`, { channel: t(`receipt.channel-${way.channel}`) })} note={t('give-back.came', { time: format.dayTime(way.at) })} end={<Money cents={way.cents} />} />)}</List>
          {cents !== undefined && !tooMuch && cents > offer.aloneCents && <Alert tone="warning" title={t('give-back.second')}>{t('give-back.second-body', { amount: format.money(offer.aloneCents) })}</Alert>}
        </>
      )}
      {ask.isError && <Alert tone="danger" title={ask.error.title} />}
      <div className="buttons">
        {offer.returnableCents > 0 && <Button kind="primary" type="submit" busy={ask.isPending} disabled={!cents || tooMuch}>{t('give-back.do', { amount: format.money(cents ?? 0) })}</Button>}
        <Button onPress={onClose}>{t('give-back.leave')}</Button>
      </div>
    </form>
  )
}

/** As the server cuts it: the newest first. */
function waysOf(offer: WithdrawalOffer, cents: number): WithdrawalOffer['sources'] {
  let missing = cents
  return offer.sources.flatMap((source) => {
    const piece = Math.min(missing, source.cents)
    missing -= piece
    return piece > 0 ? [{ ...source, cents: piece }] : []
  })
}

function Made({ made, onClose }: { made: WithdrawnAtWindow; onClose: () => void }) {
  const { t } = useTranslation('billing')
  const cash = made.pieces.filter((one) => one.channel === 'cash')
  const handOut = useAct(async () => {
    for (const { refundId } of cash) await api.post(`/api/billing/window/refunds/${refundId}/pay-out`, { body: {} })
    return true
  })
  const sum = (some: typeof cash) => some.reduce((cents, one) => cents + one.amountCents, 0)
  const rest = made.pieces.filter((one) => one.channel !== 'cash')
  const format = useFormat()
  return (
    <div className="stack" role="status">
      {made.needsSecond && <Alert tone="warning" icon="clock" title={t('give-back.waits')}>{t('give-back.waits-body', { amount: format.money(sum([...made.pieces])) })}</Alert>}
      {!made.needsSecond && rest.length > 0 && <Alert tone="success" title={t('give-back.under-way', { amount: format.money(sum(rest)) })}>{t('give-back.under-way-body')}</Alert>}
      {!made.needsSecond && cash.length > 0 && !handOut.data && <p className="billing-give">{t('give-back.hand-out')} <b><Money cents={sum(cash)} /></b></p>}
      {handOut.data && <Alert tone="success" title={t('give-back.handed', { amount: format.money(sum(cash)) })} />}
      {handOut.isError && <Alert tone="danger" title={handOut.error.title}>{t('give-back.later')}</Alert>}
      <div className="buttons">
        {!made.needsSecond && cash.length > 0 && !handOut.data && <Button kind="primary" icon="cash" busy={handOut.isPending} onPress={() => handOut.mutate(undefined)}>{t('refunds.hand-out', { amount: format.money(sum(cash)) })}</Button>}
        {cash.length > 0 && !made.needsSecond && !handOut.data ? <Button onPress={onClose}>{t('give-back.hand-later')}</Button> : <Button kind="primary" onPress={onClose}>{t('top-up.ready')}</Button>}
      </div>
    </div>
  )
}
