import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, EmptyState, ErrorState, Kbd, RadioGroup, Select, TextField, useFormat, useHotkey } from '#ui/index.ts'
import type { Lend } from '../../contract.ts'
import type { FormProps } from './forms.ts'
import { useDeskAct, useItems, useLend } from './desk-data.ts'

/** Which thing, the deposit in cash or kept aside in the balance, lent. */
export function LendForm({ person, minutes, onDone }: FormProps) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const items = useItems()
  const lend = useLend()
  const [itemId, setItemId] = useState('')
  const [way, setWay] = useState<Lend['deposit']>('cash')
  const [code, setCode] = useState('')
  const consent = useDeskAct((body: { personId: string; code: string }) => api.post<{ accepted: boolean }>('/api/wallet/window/consents', { body }))
  const ready = (items.data ?? []).filter((one) => one.state === 'ready')
  const item = ready.find((one) => one.id === itemId) ?? ready[0]
  const deposit = item?.depositCents === 0 ? 'none' : way
  const make = () => {
    if (!item || !person) return
    lend.mutate({ itemId: item.id, personId: person.personId, deposit, minutes }, {
      onSuccess: (loan) => onDone({ words: t('loan.lent', { item: `${t(`item.${loan.kind}`)} ${loan.code}`, name: loan.nameMasked, time: format.time(loan.dueAt) }) }),
    })
  }
  const act = () => {
    if (!item || !person || lend.isPending || consent.isPending) return
    if (deposit === 'balance') consent.mutate({ personId: person.personId, code }, { onSuccess: ({ accepted }) => { if (accepted) make() } })
    else make()
  }
  useHotkey('F8', act)
  if (items.isPending) return <Bones cards={[3]} />
  if (items.isError) return <ErrorState problem={items.error} onRetry={() => void items.refetch()} />
  if (!item) return <EmptyState title={t('loan.none-ready')} actions={<Button href="/service-desk/items">{t('loan.new')}</Button>}>{t('loan.none-ready-note')}</EmptyState>
  return (
    <div className="stack">
      {!person && <Alert tone="info">{t('loan.who-first')}</Alert>}
      <Select label={t('loan.item')} value={item.id} onChange={setItemId} options={ready.map((one) => ({ value: one.id, label: `${t(`item.${one.kind}`)} ${one.code} · ${one.home}` }))} />
      {item.depositCents === 0 ? <p>{t('loan.none')}</p> : (
        <RadioGroup label={t('loan.deposit')} value={way} onChange={(value) => setWay(value as Lend['deposit'])} options={[
          { value: 'cash', label: t('loan.cash', { amount: format.money(item.depositCents) }) }, { value: 'balance', label: t('loan.balance', { amount: format.money(item.depositCents) }) },
        ]} />
      )}
      {deposit === 'balance' && <TextField label={t('loan.code')} hint={t('loan.code-hint')} inputMode="numeric" maxLength={6} value={code} onChange={setCode} error={consent.data?.accepted === false ? t('loan.code-wrong') : undefined} />}
      {(lend.error ?? consent.error) && <Alert tone="warning">{(lend.error ?? consent.error)!.title || t('offline')}</Alert>}
      <div><Button kind="primary" busy={lend.isPending || consent.isPending} disabled={!person || (deposit === 'balance' && code.length !== 6)} aria-keyshortcuts="F8" onPress={act}>{t('loan.lend')} <Kbd>F8</Kbd></Button></div>
    </div>
  )
}
