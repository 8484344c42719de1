import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Button, Card, Chip, Chips, Explain, Page, TextField, useFormat, useWhose } from '#ui/index.ts'
import type { Payment } from '../../contract.ts'
import { useFamily } from './bill-data.ts'
import { ChooseChannel, usePhoneChannel, type PhoneChannel } from './choose-channel.tsx'
import { paymentHref, placeOrder } from './use-pay.ts'
import { centsTyped, useBalanceOf, useLimits } from './wallet-data.ts'
import { useOwnId, Whose } from './whose.tsx'
import './billing.css'

const usual = [10_000, 20_000, 50_000, 100_000] as const

/** Putting money aside: how much, for whom, what there is afterwards. Nothing is owed until it is paid. */
export function Component() {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const own = useOwnId()
  const [chosen, setChosen] = useWhose()
  const member = useFamily().data?.members.find((one) => one.personId === chosen && (one.kind === 'self' || one.scope.includes('pay')))
  const personId = member?.personId ?? own
  const [typed, setTyped] = useState('100')
  const balance = useBalanceOf(personId)
  const limits = useLimits()
  const cents = centsTyped(typed)
  const fault = useFault(cents, balance.data?.balanceCents)
  const phone = usePhoneChannel()
  const start = useStart(personId, phone.channel)
  return (
    <Page
      title={t('top-up.title')} back="/wallet"
      action={
        <>
          {start.isError && <Alert tone="danger" title={start.error.title}>{t('pay.nothing-taken')}</Alert>}
          <p className="billing-way small muted">{t('top-up.how')}</p>
          <Button kind="primary" block className="billing-pay" busy={start.isPending} disabled={cents === undefined || fault !== undefined || personId === undefined} onPress={() => { if (cents !== undefined) start.mutate(cents) }}>
            {t('top-up.do', { amount: format.money(cents ?? 0) })}
          </Button>
        </>
      }
    >
      {personId && <Whose selected={personId} onSelect={setChosen} />}
      {member && member.kind !== 'self' && <Alert tone="info" icon="users" title={t('top-up.for', { name: member.name })}>{t('top-up.for-body')}</Alert>}
      <Card label={t('top-up.amount')}>
        <Chips label={t('top-up.usual')}>
          {usual.map((amount) => <Chip key={amount} pressed={cents === amount} onPress={() => setTyped(String(amount / 100))}>{format.money(amount, { whole: true })}</Chip>)}
        </Chips>
        <TextField label={t('top-up.amount')} inputMode="decimal" value={typed} onChange={setTyped} maxLength={10} error={fault} hint={limits.data && t('top-up.limits', { least: format.money(limits.data.leastTopUpCents, { whole: true }), most: format.money(limits.data.mostTopUpCents, { whole: true }) })} />
        {balance.data && <p>{t('top-up.after', { amount: format.money(balance.data.balanceCents + (fault === undefined ? (cents ?? 0) : 0)) })}</p>}
      </Card>
      <ChooseChannel {...phone} />
      <Explain question={t('top-up.what')} lines={[{ label: t('top-up.what-spend'), value: '' }, { label: t('top-up.what-back'), value: '' }, { label: t('top-up.what-who'), value: '' }]} />
    </Page>
  )
}

/** Why this amount cannot be topped up, before it is sent. */
function useFault(cents: number | undefined, balanceCents: number | undefined): string | undefined {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const limits = useLimits().data
  if (cents === undefined) return t('top-up.no-amount')
  if (!limits) return undefined
  if (cents < limits.leastTopUpCents) return t('top-up.too-small', { amount: format.money(limits.leastTopUpCents, { whole: true }) })
  if (cents > limits.mostTopUpCents) return t('top-up.too-much', { amount: format.money(limits.mostTopUpCents, { whole: true }) })
  return balanceCents !== undefined && balanceCents + cents > limits.mostBalanceCents ? t('top-up.full', { amount: format.money(limits.mostBalanceCents, { whole: true }) }) : undefined
}

function useStart(personId: string | undefined, channel: PhoneChannel) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (cents: number) => placeOrder(await api.post<Payment>('/api/billing/top-ups', { body: { personId, cents, channel } })),
    onSuccess: (payment) => {
      if (payment.state === 'confirming' && payment.payUrl) location.assign(payment.payUrl)
      else void navigate(paymentHref(payment))
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['billing'] }), client.invalidateQueries({ queryKey: ['wallet'] })]),
  })
}
