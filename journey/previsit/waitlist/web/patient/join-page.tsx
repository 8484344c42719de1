import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { api, isProblem, newKey } from '#client/index.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import { Alert, Bones, Button, Card, ErrorState, Explain, FamilySwitch, initialOf, Page, Section } from '#ui/index.ts'
import type { Entry, JoinPage, JoinRequest } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useFamily } from './family.ts'
import { JoinForm, startOf, type Wish } from './join-form.tsx'
import { OddsLine } from './odds-line.tsx'

/** "Booked out? We wait for you": what would suit, and how it is decided who is asked. */
export function Component() {
  const { t } = useTranslation('waitlist')
  const [search] = useSearchParams()
  const [institutionId, serviceId] = [Number(search.get('institution')), Number(search.get('service'))]
  const read = useQuery({
    queryKey: ['waitlist', 'clinic', institutionId, serviceId], enabled: institutionId > 0 && serviceId > 0,
    queryFn: () => api.get<JoinPage>(`/api/waitlist/clinics/${institutionId}/${serviceId}`),
  })
  if (!read.data) {
    const isLost = read.isError || !(institutionId > 0 && serviceId > 0)
    return <Page title={t('join.title')} back="/doctors">{isLost ? <ErrorState problem={isProblem(read.error) ? read.error : undefined} onRetry={() => void read.refetch()} /> : <Bones cards={[3, 4]} />}</Page>
  }
  return <Join key={`${institutionId}/${serviceId}`} page={read.data} />
}

function Join({ page }: { page: JoinPage }) {
  const { t } = useTranslation('waitlist')
  const names = useNames()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { members, chosen, choose, signedOut } = useFamily()
  const [wish, setWish] = useState<Wish>(() => startOf(page))
  const { place } = page
  const later = useLater(chosen?.personId, page)
  const join = useMutation({
    mutationFn: (body: JoinRequest) => api.post<Entry>('/api/waitlist/entries', { body, idempotencyKey: newKey() }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['waitlist'] }); void navigate('/waitlist', { replace: true }) },
  })
  const here = `/waitlist/join?institution=${place.institutionId}&service=${place.serviceId}`
  const send = () => {
    if (signedOut || !chosen) { void navigate(`/sign-in?next=${encodeURIComponent(here)}`); return }
    join.mutate(asRequest(wish, page, chosen.personId, later))
  }
  const fault = isProblem(join.error) ? join.error : undefined
  return (
    <Page title={t('join.title')} back={`/doctors/${place.institutionId}/${place.serviceId}`} action={<Button kind="primary" block busy={join.isPending} disabled={wish.halves.length === 0} onPress={send}>{signedOut ? t('join.sign-in') : t('join.send')}</Button>}>
      <div>
        <h2 style={{ fontSize: '1.2em' }}>{names.who(place)}</h2>
        <p className="small muted">{names.department(place)} · {names.hospital(place)}</p>
      </div>
      <Alert tone="info" title={t('join.lead')}>{t('join.waiting', { count: page.waiting })}</Alert>
      <Card><OddsLine odds={page.odds} /></Card>
      {members.length > 1 && chosen && (
        <FamilySwitch label={t('join.whom')} selected={chosen.personId} onSelect={choose} people={members.map((one) => ({ id: one.personId, name: one.kind === 'self' ? t('join.self') : one.name, initial: initialOf(one.name) }))} />
      )}
      <JoinForm page={page} wish={wish} onChange={setWish} later={later} />
      {fault && <Alert tone="danger" title={fault.title}>{fault.code === 'waitlist.already-waiting' ? <a href="/waitlist">{t('join.see-mine')}</a> : undefined}</Alert>}
      <Section title={t('join.how-title')}>
        <Explain
          question={t('join.how')}
          lines={[
            { label: '1', value: t('join.rule-priority') }, { label: '2', value: t('join.rule-days') }, { label: '3', value: t('join.rule-notice') }, { label: '4', value: t('join.rule-lot') },
            { label: '·', value: t('join.rule-prepare', { count: page.preparationHours }) },
          ]}
        />
      </Section>
    </Page>
  )
}

/** A later appointment with the same doctor or department, that would no longer be needed. */
function useLater(personId: string | undefined, { place }: JoinPage): AppointmentDetail | undefined {
  const read = useQuery({
    queryKey: ['booking', 'appointments', 'upcoming', personId], enabled: personId !== undefined,
    queryFn: () => api.get<AppointmentDetail[]>('/api/booking/appointments', { query: { when: 'upcoming', personId } }),
  })
  return read.data?.find((one) => one.status === 'booked' && one.institutionId === place.institutionId && one.place.departmentId === place.departmentId)
}

function asRequest(wish: Wish, { place }: JoinPage, personId: string, later: AppointmentDetail | undefined): JoinRequest {
  const giveBack = later !== undefined && wish.giveBack
  const toDay = giveBack && later.day <= wish.toDay ? dayBefore(later.day) : wish.toDay
  return {
    institutionId: place.institutionId, serviceId: place.serviceId, personId, fromDay: wish.fromDay, toDay, halves: wish.halves, noticeHours: Number(wish.notice), note: '', contact: 'message',
    ...(wish.reach === 'this' ? {} : { withinKm: Number(wish.reach) }),
    ...(wish.auto ? { auto: { untilDay: wish.autoUntil < toDay ? wish.autoUntil : toDay, halves: wish.halves } } : {}),
    ...(giveBack ? { insteadOf: { institutionId: later.institutionId, appointmentId: later.id } } : {}),
  }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
