import { useEffect, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, isProblem, useLive } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Explain, Figure, Money, Page, Pairs, SolidCard, SuccessState, Tag, useFormat } from '#ui/index.ts'
import type { Offer, OfferDetail } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useFamily } from './family.ts'

/** One offer: what, when, how long there is to answer; yes, or not this time. */
export function Component() {
  const { t } = useTranslation('waitlist')
  const { institutionId = '', id = '' } = useParams()
  const client = useQueryClient()
  const { members } = useFamily()
  const read = useQuery({
    queryKey: ['waitlist', 'offer', institutionId, id],
    queryFn: async () => {
      const askedAt = Date.now()
      const offer = await api.get<OfferDetail>(`/api/waitlist/offers/${institutionId}/${id}`)
      // By this device's clock: it need not agree with the server's.
      return { offer, endsHere: askedAt + (Date.parse(offer.answerBy) - Date.parse(offer.now)) }
    },
  })
  useLive(members.map((one) => `person:${one.personId}`), () => void client.invalidateQueries({ queryKey: ['waitlist'] }))
  if (!read.data) return <Page title={t('offer.title')} back="/waitlist">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 3]} />}</Page>
  const { offer, endsHere } = read.data
  const name = members.find((one) => one.personId === offer.personId)?.name
  return offer.status === 'open' ? <Open key={offer.id} offer={offer} endsHere={endsHere} name={name} /> : <Over offer={offer} />
}

function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** How the reader came: by the code of the message, or by its link. */
const how = () => (new URLSearchParams(window.location.search).get('by') === 'code' ? 'code' : 'link')

function useAnswer(offer: OfferDetail) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = `/api/waitlist/offers/${offer.institutionId}/${offer.id}`
  const again = () => void client.invalidateQueries({ queryKey: ['waitlist'] })
  const accept = useMutation({
    mutationFn: () => api.post<Offer>(`${path}/accept`, { body: { how: how() } }),
    onSuccess: (done) => {
      void client.invalidateQueries({ queryKey: ['booking'] })
      again()
      if (done.appointmentId) void navigate(`/appointments/${done.institutionId}/${done.appointmentId}/booked`, { replace: true })
    },
  })
  const decline = useMutation({ mutationFn: () => api.post<Offer>(`${path}/decline`, { body: { how: how() } }), onSuccess: again })
  return { accept, decline, again }
}

function Open({ offer, endsHere, name }: { offer: OfferDetail; endsHere: number; name: string | undefined }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const names = useNames()
  const left = useSecondsLeft(endsHere)
  const { accept, decline, again } = useAnswer(offer)
  const fault = [accept.error, decline.error].find((error) => isProblem(error))
  const { place, why } = offer
  const isOver = left === 0
  return (
    <Page
      title={t('offer.title')} back="/waitlist"
      action={isOver || fault
        ? <Button block href="/waitlist">{t('offer.to-list')}</Button>
        : <><Button kind="primary" block busy={accept.isPending} disabled={decline.isPending} onPress={() => accept.mutate()}>{t('offer.accept')}</Button><Button block busy={decline.isPending} disabled={accept.isPending} onPress={() => decline.mutate()}>{t('offer.decline')}</Button></>}
    >
      {fault && <Alert tone="warning" title={fault.title} action={<Button small onPress={again}>{t('offer.look-again')}</Button>} />}
      <SolidCard
        context={name ? t('offer.for', { name }) : t('offer.yours')} tag={<Tag tone="now">{t(`offer.mode-${offer.mode === 'group' ? 'group' : 'hold'}`)}</Tag>}
        figure={<Figure value={format.time(offer.startsAt)} size="l" />} beside={format.date(offer.startsAt)}
        title={`${names.who(place)} · ${names.department(place)}`} place={names.where(place)}
        foot={isOver ? t('offer.over') : <span role="timer">{left > 86_400 ? t('offer.until', { when: format.dayTime(offer.answerBy) }) : t('offer.left', { time: clockOf(left) })}</span>}
      />
      {offer.mode === 'group' && !isOver && <Alert tone="info">{t('offer.group-note', { count: why.told })}</Alert>}
      <Card>
        <Pairs pairs={[
          ...(offer.daysSooner !== null ? [{ label: t('offer.sooner'), value: t('offer.sooner-value', { count: offer.daysSooner }) }] : []),
          ...(place.feeCents !== null ? [{ label: t('offer.fee'), value: <Money cents={place.feeCents} /> }] : []),
          ...(offer.insteadOf ? [{ label: t('offer.instead'), value: t('offer.instead-value') }] : []),
          { label: t('offer.code'), value: offer.code },
        ]} />
      </Card>
      <WhyYou offer={offer} />
      <p className="small muted">{t('offer.keep-place')}</p>
    </Page>
  )
}

function WhyYou({ offer: { why } }: { offer: OfferDetail }) {
  const { t } = useTranslation('waitlist')
  const passed = Object.entries(why.passedOver)
  return (
    <Explain
      question={t('why.offer-question')}
      lines={[
        { label: t('why.priority'), value: t(`priority.${why.priority}`) },
        { label: t('why.days'), value: t('why.days-value', { count: why.daysWaited }) },
        { label: t('why.notice'), value: t('notice', { count: why.noticeHours }) },
        ...passed.map(([reason, count]) => ({ label: t('why.passed', { count }), value: t(`passed.${reason.replace('booking.', '')}`, { defaultValue: t('passed.other') }) })),
        { label: t('why.order'), value: why.orderVersion },
      ]}
    />
  )
}

/** 1:05:09, or 5:09. */
function clockOf(seconds: number): string {
  const two = (count: number) => String(count).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

function Over({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const names = useNames()
  const what = `${names.who(offer.place)} · ${format.dayTime(offer.startsAt)}`
  return (
    <Page title={t('offer.title')} back="/waitlist">
      {offer.status === 'accepted'
        ? <SuccessState title={t('over.accepted')} actions={<Button kind="primary" href={`/appointments/${offer.institutionId}/${offer.appointmentId}`}>{t('mine.see')}</Button>}>{what}</SuccessState>
        : <Card><h2>{t(`over.${offer.status}`)}</h2><p className="muted">{what}</p><p>{t(offer.status === 'withdrawn' ? 'over.withdrawn-note' : 'over.keep')}</p><div className="buttons"><Button kind="primary" href="/waitlist">{t('offer.to-list')}</Button></div></Card>}
    </Page>
  )
}
