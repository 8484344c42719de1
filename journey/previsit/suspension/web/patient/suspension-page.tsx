import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, isProblem, newKey, useLive } from '#client/index.ts'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { Alert, Bones, Button, ConfirmDialog, ErrorState, Page, Section, useFormat } from '#ui/index.ts'
import type { MySuspension, Offer } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'
import { OfferCard } from './offer-card.tsx'
import './suspension.css'

/** A clinic was cancelled: why, what happens with the money, and the times that are kept for the person. */
export function Component() {
  const { t } = useTranslation('suspension')
  const { institutionId = '', appointmentId = '' } = useParams()
  const client = useQueryClient()
  const read = useQuery({
    queryKey: ['suspension', 'one', institutionId, appointmentId],
    queryFn: () => api.get<MySuspension>(`/api/suspension/people/${institutionId}/${appointmentId}`),
    refetchInterval: (query) => (query.state.data?.preparing ? 2000 : false),
  })
  useLive(read.data ? [`person:${read.data.personId}`] : [], () => void client.invalidateQueries({ queryKey: ['suspension'] }))
  if (!read.data) return <Page title={t('one.title')} back="/appointments">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[3, 4]} />}</Page>
  return <One key={appointmentId} suspension={read.data} />
}

function One({ suspension }: { suspension: MySuspension }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const names = usePlaceNames()
  const { place, state } = suspension
  return (
    <Page title={t('one.title')} back="/appointments">
      <Alert tone={state === 'reinstated' ? 'success' : 'warning'} title={t(state === 'reinstated' ? 'one.back' : 'one.off')}>{t(state === 'reinstated' ? 'one.back-note' : 'one.sorry')}</Alert>
      <dl className="suspension-facts">
        <div><dt>{t('one.was')}</dt><dd className={state === 'reinstated' ? undefined : 'suspension-was'}>{format.date(suspension.startsAt)} {format.time(suspension.startsAt)}</dd></div>
        <div><dt>{t('one.with')}</dt><dd>{names.who(place)} {names.title(place)} · {names.department(place)} · {names.hospital(place)}</dd></div>
        {state !== 'reinstated' && <div><dt>{t('one.why')}</dt><dd>{t(`reason-told.${suspension.reason}`)}</dd></div>}
        {state !== 'reinstated' && <div><dt>{t('one.money')}</dt><dd>{t(`refund.${suspension.refund.state}`, { money: format.money(suspension.refund.amountCents) })}</dd></div>}
      </dl>
      {state === 'open' && <Choose suspension={suspension} />}
      {state === 'rebooked' && suspension.newAppointment && (
        <Alert tone="success" title={t('one.rebooked')} action={<Button href={`/appointments/${suspension.newAppointment.institutionId}/${suspension.newAppointment.id}`}>{t('one.see-new')}</Button>} />
      )}
      {state === 'reinstated' && <Button kind="primary" block href={`/appointments/${suspension.institutionId}/${suspension.appointmentId}`}>{t('one.see-old')}</Button>}
      {state === 'declined' && (
        <>
          <p>{t('one.declined')}</p>
          <Button kind="soft" block icon="steth" href={`/doctors/${suspension.institutionId}/${place.serviceId}`}>{t('one.other')}</Button>
        </>
      )}
    </Page>
  )
}

/** The times that are kept, one tap each; or none of them. */
function Choose({ suspension }: { suspension: MySuspension }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const [chosen, setChosen] = useState<Offer>()
  const [declining, setDeclining] = useState(false)
  const { rebook, decline } = useAnswer(suspension)
  if (suspension.preparing) return <><p className="muted">{t('one.preparing')}</p><Bones cards={[3]} /></>
  const others = `/doctors/${suspension.institutionId}/${suspension.place.serviceId}`
  if (suspension.offers.length === 0) {
    return (
      <>
        <Alert tone="info" title={t('one.nothing')}>{t('one.nothing-note')}</Alert>
        <Button kind="primary" block icon="steth" href={others}>{t('one.other')}</Button>
      </>
    )
  }
  return (
    <>
      <Section title={t('one.kept')}>
        {suspension.offeredUntil && <p className="muted">{t('one.until', { when: format.dayTime(suspension.offeredUntil) })}</p>}
        {isProblem(rebook.error) && <Alert tone="danger" title={rebook.error.title} />}
        <ul className="suspension-offers">
          {suspension.offers.map((offer) => (
            <li key={offer.id}><OfferCard offer={offer} busy={rebook.isPending && chosen?.id === offer.id} onChoose={() => { setChosen(offer); rebook.mutate(offer) }} /></li>
          ))}
        </ul>
      </Section>
      <Button kind="soft" block href={others}>{t('one.other')}</Button>
      <Button kind="quiet" block onPress={() => setDeclining(true)}>{t('one.decline')}</Button>
      {declining && (
        <ConfirmDialog
          title={t('decline.title')} confirm={t('decline.confirm')} keep={t('decline.keep')} busy={decline.isPending} onConfirm={() => decline.mutate()} onKeep={() => setDeclining(false)}
          error={isProblem(decline.error) ? <Alert tone="danger" title={decline.error.title} /> : undefined}
        ><p>{t('decline.note')}</p></ConfirmDialog>
      )}
    </>
  )
}

function useAnswer(suspension: MySuspension) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = `/api/suspension/people/${suspension.institutionId}/${suspension.appointmentId}`
  const again = async () => {
    await client.invalidateQueries({ queryKey: ['suspension'] })
    await client.invalidateQueries({ queryKey: ['booking'] })
  }
  const rebook = useMutation({
    mutationFn: (offer: Offer) => api.post<Appointment>(`${path}/rebook`, { body: { offerId: offer.id }, idempotencyKey: newKey() }),
    onSettled: again,
    onSuccess: (booked) => void navigate(`/appointments/${booked.institutionId}/${booked.id}/booked`, { replace: true }),
  })
  const decline = useMutation({ mutationFn: () => api.post<MySuspension>(`${path}/decline`, { body: {} }), onSettled: again })
  return { rebook, decline }
}
