import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import { Alert, Bones, Button, Card, Due, EmptyState, ErrorState, List, ListItem, Money, Page, Section, Tag, TextField, useFormat, useWhose } from '#ui/index.ts'
import type { RefundState, WithdrawalPiece } from '../../contract.ts'
import { useFamily } from './bill-data.ts'
import { centsTyped, useBalanceOf } from './wallet-data.ts'
import { useOwnId, Whose } from './whose.tsx'
import './billing.css'

/** What is not needed goes back: how much, which way, how far it is. */
export function Component() {
  const { t } = useTranslation('billing')
  const own = useOwnId()
  const client = useQueryClient()
  const [chosen, setChosen] = useWhose()
  const member = useFamily().data?.members.find((one) => one.personId === chosen && (one.kind === 'self' || one.scope.includes('pay')))
  const personId = member?.personId ?? own
  const balance = useBalanceOf(personId)
  const pieces = useQuery({
    queryKey: ['wallet', 'withdrawals', personId], enabled: personId !== undefined,
    queryFn: () => api.get<WithdrawalPiece[]>('/api/billing/withdrawals', { query: { personId: personId ?? '' } }),
  })
  useLive(personId ? [`person:${personId}`] : [], () => void client.invalidateQueries({ queryKey: ['wallet'] }))
  return (
    <Page title={t('withdraw.title')} back="/wallet">
      {personId && <Whose selected={personId} onSelect={setChosen} />}
      {balance.isPending && <Bones cards={[3]} />}
      {balance.isError && <ErrorState problem={balance.error} onRetry={() => void balance.refetch()} />}
      {balance.data && personId && (balance.data.spendableCents > 0
        ? <Form key={personId} personId={personId} spendableCents={balance.data.spendableCents} />
        : <EmptyState title={t('withdraw.nothing')}>{t('withdraw.nothing-body')}</EmptyState>)}
      {pieces.data && pieces.data.length > 0 && <Pieces pieces={pieces.data} />}
    </Page>
  )
}

function Form({ personId, spendableCents }: { personId: string; spendableCents: number }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const client = useQueryClient()
  const [typed, setTyped] = useState(format.money(spendableCents, { bare: true }).replaceAll(',', ''))
  const cents = centsTyped(typed)
  const empty = typed === ''
  const fault = empty ? undefined : cents === undefined || cents === 0 ? t('top-up.no-amount') : cents > spendableCents ? t('withdraw.too-much', { amount: format.money(spendableCents) }) : undefined
  const ask = useMutation({
    mutationFn: (amount: number) => api.post<WithdrawalPiece[]>('/api/billing/withdrawals', { body: { personId, cents: amount } }),
    onSuccess: () => setTyped(''),
    onSettled: () => client.invalidateQueries({ queryKey: ['wallet'] }),
  })
  return (
    <Card label={t('withdraw.title')}>
      <Due label={t('withdraw.there')} cents={spendableCents} />
      <TextField label={t('withdraw.amount')} inputMode="decimal" value={typed} onChange={setTyped} maxLength={10} error={fault} hint={t('withdraw.how')} />
      {ask.isError && <Alert tone="danger" title={ask.error.title} />}
      {ask.isSuccess && <Alert tone="success" title={t('withdraw.asked')}>{t('withdraw.asked-body')}</Alert>}
      <Button kind="primary" block busy={ask.isPending} disabled={empty || fault !== undefined} onPress={() => { if (cents !== undefined) ask.mutate(cents) }}>{t('withdraw.do', { amount: format.money(cents ?? 0) })}</Button>
    </Card>
  )
}

const tones: Partial<Record<RefundState, 'success' | 'warning'>> = { succeeded: 'success', failed: 'warning' }

function Pieces({ pieces }: { pieces: readonly WithdrawalPiece[] }) {
  const { t, i18n } = useTranslation('billing')
  const format = useFormat()
  const state = (piece: WithdrawalPiece) => (piece.channel === 'cash' && piece.state === 'created' ? 'at-window' : piece.state === 'failed' || piece.state === 'refused' ? 'put-back' : piece.state === 'succeeded' ? 'gone' : 'under-way')
  return (
    <Section title={t('withdraw.before')}>
      <List label={t('withdraw.before')}>
        {pieces.map((piece) => (
          <ListItem
            key={piece.refundId} icon="undo" title={<><Money cents={piece.amountCents} /> <Tag tone={tones[piece.state] ?? 'info'} icon={piece.state === 'succeeded' ? 'check' : 'clock'}>{t(`withdraw.${state(piece)}`)}</Tag></>}
            note={`${piece.channel === 'cash' ? t('withdraw.cash-at', { where: (i18n.language === 'en' && piece.institutionNameEn) || piece.institutionName }) : t(`refund.where-${piece.channel}`)} · ${format.dayTime(piece.endedAt ?? piece.createdAt)}`}
          />
        ))}
      </List>
    </Section>
  )
}
