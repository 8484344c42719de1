import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Kbd, ListItem, Money, Pane, SearchField, Tag, useFormat, useHotkey } from '#ui/index.ts'
import type { UnknownPayment, WindowRefund } from '../../contract.ts'
import { RefundTasks } from './refund-tasks.tsx'
import { askChannel, useAct, useFind, useWindow } from './window-data.ts'

export interface Chosen {
  readonly personId: string
  readonly bill?: { readonly institutionId: number; readonly id: string } | undefined
}

interface Props {
  readonly chosen: Chosen | undefined
  readonly onChoose: (chosen: Chosen) => void
}

/** One box finds anybody; below it, who has something to pay, what has to be paid out, and what nobody knows yet. */
export function FindPane({ chosen, onChoose }: Props) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const find = useFind()
  const { due, refunds, unknown } = useWindow()
  const box = useRef<HTMLDivElement>(null)
  useHotkey('F2', () => {
    // Selected, so that the next person is typed over the last.
    box.current?.querySelector('input')?.select()
  })
  const look = () => find.mutate(typed, {
    onSuccess: (found) => {
      const [only] = found
      if (found.length === 1 && only) onChoose({ personId: only.personId })
    },
  })
  return (
    <Pane
      label={t('window.find')} flush
      head={
        <div ref={box} className="stack">
          <SearchField label={t('window.find')} placeholder={t('window.find-hint')} value={typed} onChange={(value) => { setTyped(value); find.reset() }} onSubmit={look} autoFocus end={<Kbd>F2</Kbd>} />
          {find.isError && <p className="small" role="alert">{find.error.title}</p>}
        </div>
      }
      foot={<RefundWork refunds={refunds.data ?? []} unknown={unknown.data ?? []} />}
    >
      {find.data && <Found people={find.data} onChoose={onChoose} />}
      <h2 className="billing-head">{t('window.due')}</h2>
      <ul className="list">
        {due.data?.map((bill) => (
          <ListItem
            key={bill.id} title={bill.nameMasked} note={format.name(bill.title, bill.titleEn)} end={<Money cents={bill.dueCents} />} selected={chosen?.bill?.id === bill.id}
            onPress={() => onChoose({ personId: bill.personId, bill })}
          />
        ))}
      </ul>
      {due.data?.length === 0 && <p className="billing-note small muted">{t('window.none-due')}</p>}
    </Pane>
  )
}

function Found({ people, onChoose }: { people: { personId: string; nameMasked: string; birthDate: string; hospitalNumber: string | null }[]; onChoose: Props['onChoose'] }) {
  const { t } = useTranslation('billing')
  if (people.length === 0) return <p className="billing-note small" role="status">{t('window.none-found')}</p>
  return (
    <>
      <h2 className="billing-head">{t('window.found', { count: people.length })}</h2>
      <ul className="list">
        {people.map((person) => (
          <ListItem
            key={person.personId} title={person.nameMasked} note={person.birthDate} end={<Tag>{person.hospitalNumber ?? t('window.new-here')}</Tag>}
            onPress={() => onChoose({ personId: person.personId })}
          />
        ))}
      </ul>
    </>
  )
}

function RefundWork({ refunds, unknown }: { refunds: readonly WindowRefund[]; unknown: readonly UnknownPayment[] }) {
  const { t } = useTranslation('billing')
  if (refunds.length + unknown.length === 0) return <span className="caption muted">{t('window.calm')}</span>
  return (
    <div className="billing-work">
      {unknown.map((payment) => <UnknownOne key={payment.id} payment={payment} />)}
      {refunds.length > 0 && <RefundTasks refunds={refunds} />}
    </div>
  )
}

function UnknownOne({ payment }: { payment: UnknownPayment }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const ask = useAct(askChannel)
  return (
    <Alert
      tone="warning" icon="clock" title={t('window.unknown', { name: payment.nameMasked, amount: format.money(payment.amountCents) })}
      action={<Button small busy={ask.isPending} onPress={() => ask.mutate(payment)}>{t('payment.ask-again')}</Button>}
    >{t('window.unknown-body', { channel: t(`receipt.channel-${payment.channel}`) })}</Alert>
  )
}
