import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { api, isProblem, useLive } from '#client/index.ts'
import { DayView } from '#journey/outpatient/itinerary/web/patient/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, EmptyState, ErrorState, List, ListItem, Page, Section, SuccessState, useFormat } from '#ui/index.ts'
import type { CompanionPayment, Followed } from '../../contract.ts'

/** Somebody's live day on the companion's phone. */
export function Component() {
  const { t } = useTranslation('companion')
  const { address = '' } = useParams()
  const [query] = useSearchParams()
  const client = useQueryClient()
  const queryKey = ['companion', 'day', address]
  const read = useQuery({ queryKey, retry: false, refetchInterval: 30_000, queryFn: () => api.get<Followed>(`/api/companion/days/${address}`, { anonymous: true }) })
  const leaveId = read.data?.leaveId
  useLive(leaveId ? [`companion:${leaveId}`] : [], () => void client.invalidateQueries({ queryKey }))
  // Taken back is final: what was seen before does not stay on the screen.
  if (read.isError && isProblem(read.error) && read.error.status === 404) return <Page title={t('follow.title')} back="/"><EmptyState title={t('follow.over')}>{t('follow.over-note')}</EmptyState></Page>
  if (!read.data) return <Page title={t('follow.title')} back="/">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 4]} />}</Page>
  const paid = query.get('paid')
  return (
    <Suspense fallback={<Page title={t('follow.title')} back="/"><Bones cards={[4, 4]} /></Page>}>
      <Day address={address} day={read.data} paid={paid} onPaid={() => void client.invalidateQueries({ queryKey })} />
    </Suspense>
  )
}

function Day({ address, day, paid, onPaid }: { address: string; day: Followed; paid: string | null; onPaid: () => void }) {
  const { t } = useTranslation('companion')
  const format = useFormat()
  const due = day.steps.find((step) => step.kind === 'pay' && step.state !== 'done' && (step.dueCents ?? 0) > 0)
  const pay = useMutation({
    mutationFn: () => api.post<CompanionPayment>(`/api/companion/days/${address}/payments`, { anonymous: true, body: { institutionId: due!.institutionId, billId: due!.visitId, cents: due!.dueCents } }),
    onSuccess: ({ id, payUrl }) => location.assign(payUrl ?? `/companion/${address}?paid=${due!.institutionId}.${id}`),
  })
  const mayPay = due !== undefined && day.scopes.includes('pay')
  return (
    <Page
      title={t('follow.title-of', { name: day.patientMasked })} back="/"
      action={mayPay ? <Button kind="primary" block icon="wallet" busy={pay.isPending} onPress={() => pay.mutate()}>{t('follow.pay', { amount: format.money(due.dueCents!) })}</Button> : undefined}
    >
      {paid && <Outcome address={address} paid={paid} onPaid={onPaid} />}
      {pay.isError && <Alert tone="danger" title={pay.error.title} />}
      {day.steps.length > 0
        ? <DayView day={{ ...day, personId: day.leaveId }} done={<SuccessState title={t('follow.done', { name: day.patientMasked })}>{t('follow.done-note')}</SuccessState>} />
        : <EmptyState title={t('follow.nothing')}>{t('follow.nothing-note')}</EmptyState>}
      {day.teaching.map((one) => <Card key={one.by + one.advice} label={t('follow.teaching')}><h2>{t('follow.teaching')}</h2><p>{one.advice}</p></Card>)}
      <About address={address} day={day} />
    </Page>
  )
}

/** What was given, until when, what is kept of the looking, and the way out. */
function About({ address, day }: { address: string; day: Followed }) {
  const { t } = useTranslation('companion')
  const format = useFormat()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const end = useMutation({ mutationFn: () => api.post(`/api/companion/days/${address}/end`, { anonymous: true, body: {} }), onSuccess: () => client.invalidateQueries({ queryKey: ['companion', 'day', address] }) })
  return (
    <Section title={t('follow.about')}>
      <p className="small">{t('may')}{day.scopes.map((scope) => t(`scope.${scope}`)).join(t('and'))}</p>
      <p className="small muted">{t('until', { when: format.dayTime(day.endsAt) })}{t('follow.logged')}</p>
      {day.looks.length > 0 && <details><summary>{t('follow.looks', { count: day.looks.length })}</summary><ul>{day.looks.map((look) => <li key={`${look.at}${look.what}`}>{format.dayTime(look.at)} {t(`look.${look.what}`)}</li>)}</ul></details>}
      <List><ListItem icon="x" title={t('follow.end')} note={t('follow.end-note')} onPress={() => setAsking(true)} /></List>
      {asking && <ConfirmDialog title={t('follow.end-ask')} confirm={t('end-yes')} keep={t('follow.end-no')} kind="danger" busy={end.isPending} onConfirm={() => end.mutate()} onKeep={() => setAsking(false)} />}
    </Section>
  )
}

/** What became of the payment this person came back from; it never says more than is known. */
function Outcome({ address, paid, onPaid }: { address: string; paid: string; onPaid: () => void }) {
  const { t } = useTranslation('companion')
  const format = useFormat()
  const [institutionId = '', paymentId = ''] = paid.split('.')
  const read = useQuery({
    queryKey: ['companion', 'payment', paymentId], retry: 2,
    queryFn: async () => {
      const payment = await api.get<CompanionPayment>(`/api/companion/days/${address}/payments/${institutionId}/${paymentId}`, { anonymous: true })
      if (payment.state === 'succeeded') onPaid()
      return payment
    },
    refetchInterval: (query) => (query.state.data && !['created', 'confirming', 'unknown'].includes(query.state.data.state) ? false : 2_000),
  })
  if (read.data?.state === 'succeeded') return <Alert tone="success" title={t('follow.paid', { amount: format.money(read.data.amountCents) })} />
  if (read.data?.state === 'failed' || read.data?.state === 'closed') return <Alert tone="warning" title={t('follow.not-paid')} />
  return <Alert tone="info" icon="clock" title={t('follow.checking')} />
}
