import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, Due, ErrorState, Page, SuccessState, TextField, useFormat } from '#ui/index.ts'
import type { LinkPage, RelativePayment } from '../../contract.ts'
import './credit.css'

/** For whoever holds the address: whom for, how much, until when, and the way to pay. Nobody has to sign in. */
export function Component() {
  const { t } = useTranslation('credit')
  const { code = '' } = useParams()
  const [query] = useSearchParams()
  const payment = query.get('payment')
  const read = useQuery({ queryKey: ['credit', 'link', code], retry: false, queryFn: () => api.get<LinkPage>(`/api/credit/links/${code}`, { anonymous: true }) })
  if (read.isPending) return <Page title={t('relative.title')} back="/"><Bones cards={[2, 3]} /></Page>
  if (read.isError) return <Page title={t('relative.title')} back="/"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  return (
    <Page title={t('relative.title')} back="/">
      {payment !== null && <Outcome code={code} paymentId={payment} onPaid={() => void read.refetch()} />}
      {read.data.owedCents === 0 && payment === null && <SuccessState title={t('relative.nothing', { who: read.data.nameMasked })}>{t('relative.nothing-body')}</SuccessState>}
      {read.data.owedCents > 0 && <Form key={read.data.owedCents} code={code} link={read.data} />}
    </Page>
  )
}

function Form({ code, link }: { code: string; link: LinkPage }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const [yuan, setYuan] = useState((link.owedCents / 100).toFixed(2))
  const cents = /^\d{1,7}(\.\d{1,2})?$/.test(yuan.trim()) ? Math.round(Number(yuan) * 100) : 0
  const isRight = cents > 0 && cents <= link.owedCents
  const pay = useMutation({
    mutationFn: () => api.post<RelativePayment>(`/api/billing/repay-links/${code}/payments`, { body: { cents, returnUrl: `${location.origin}/repay/${code}` }, anonymous: true }),
    onSuccess: ({ id, payUrl }) => location.assign(payUrl ?? `/repay/${code}?payment=${id}`),
  })
  const send = (event: FormEvent) => { event.preventDefault(); if (isRight) pay.mutate() }
  return (
    <>
      <Due
        label={t('relative.for', { who: link.nameMasked })} cents={link.owedCents}
        note={link.overdueCents > 0 ? t('relative.overdue') : link.nextDueOn ? t('relative.due-on', { date: format.date(link.nextDueOn) }) : undefined}
      />
      <Card>
        <form className="stack" onSubmit={send}>
          <TextField label={t('relative.amount')} inputMode="decimal" value={yuan} onChange={setYuan} hint={t('relative.amount-hint')} error={isRight ? undefined : t('relative.amount-error', { most: format.money(link.owedCents, { bare: true }) })} />
          {pay.isError && <Alert tone="danger" title={pay.error.title} />}
          <Button kind="primary" block type="submit" busy={pay.isPending} disabled={!isRight}>{t('relative.pay', { amount: format.money(cents) })}</Button>
          <p className="small muted">{t('relative.how')}</p>
        </form>
      </Card>
    </>
  )
}

/** What became of the payment this person came back from; it never says more than is known. */
function Outcome({ code, paymentId, onPaid }: { code: string; paymentId: string; onPaid: () => void }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const read = useQuery({
    queryKey: ['credit', 'relative', paymentId], retry: 2,
    queryFn: async () => {
      const payment = await api.get<RelativePayment>(`/api/billing/repay-links/${code}/payments/${paymentId}`, { anonymous: true })
      if (payment.state === 'succeeded') onPaid()
      return payment
    },
    refetchInterval: (query) => (query.state.data && !['created', 'confirming', 'unknown'].includes(query.state.data.state) ? false : 2_000),
  })
  if (!read.data) return <Alert tone="info" icon="clock" title={t('relative.waits')}>{t('relative.waits-body')}</Alert>
  const { state, amountCents, payUrl } = read.data
  if (state === 'succeeded') return <SuccessState title={t('relative.paid', { amount: format.money(amountCents) })}>{t('relative.paid-body')}</SuccessState>
  if (state === 'failed' || state === 'closed') return <Alert tone="warning" title={t('relative.not-paid')} />
  return <Alert tone="info" icon="clock" title={t('relative.waits')} action={payUrl ? <Button small href={payUrl}>{t('relative.pay-on')}</Button> : undefined}>{t('relative.waits-body')}</Alert>
}
