import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, EmptyState, ErrorState, Figure, localDay, Page, useFormat } from '#ui/index.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import type { CheckedIn } from '../../contract.ts'
import './visit-day.css'

/** Opened by the code on the wall: whoever of the family is booked today checks in with one press. */
export function Component() {
  const { t, i18n } = useTranslation('arrival')
  const { code = '' } = useParams()
  const navigate = useNavigate()
  const read = useQuery({ queryKey: ['booking', 'appointments', 'upcoming'], queryFn: () => api.get<AppointmentDetail[]>('/api/booking/appointments', { query: { when: 'upcoming' } }) })
  const checkIn = useMutation({
    mutationFn: (of: AppointmentDetail) => api.post<CheckedIn>('/api/arrival/check-ins', { body: { institutionId: of.institutionId, appointmentId: of.id, proof: { by: 'campus-code', code } } }),
    onSuccess: (done) => navigate(`/visits/${done.institutionId}/${done.visitId}`, { replace: true }),
  })
  if (read.isPending) return <Page title={t('scan.title')} back="/"><Bones /></Page>
  if (read.isError) return <Page title={t('scan.title')} back="/"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const today = read.data.filter((one) => localDay(one.startsAt) === localDay(Date.now()) && (one.status === 'booked' || one.status === 'arrived'))
  return (
    <Page title={t('scan.title')} back="/">
      {checkIn.isError && <Alert tone="warning" title={checkIn.error.title || t('offline')}>{t('check-in.safe')}</Alert>}
      {today.length === 0 && <EmptyState title={t('scan.none')} actions={<Button kind="soft" href="/">{t('scan.home')}</Button>}>{t('scan.none-note')}</EmptyState>}
      {today.map((one) => <Today key={one.id} of={one} isEnglish={i18n.language === 'en'} isBusy={checkIn.isPending} onPress={() => checkIn.mutate(one)} />)}
    </Page>
  )
}

function Today({ of, isEnglish, isBusy, onPress }: { of: AppointmentDetail; isEnglish: boolean; isBusy: boolean; onPress: () => void }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const { place } = of
  const where = isEnglish ? [place.institutionNameEn, place.departmentNameEn] : [place.institutionName, place.departmentName]
  return (
    <Card>
      <Figure size="s" value={format.timeRange(of.startsAt, of.endsAt)} />
      <p className="muted">{where.join(' ')} {(isEnglish && place.practitioner?.nameEn) || place.practitioner?.name}</p>
      {of.status === 'arrived'
        ? <Button block kind="soft" href={`/visits/${of.institutionId}/${of.id}`}>{t('scan.see-place')}</Button>
        : <Button block kind="primary" busy={isBusy} onPress={onPress}>{t('scan.check-in')}</Button>}
    </Card>
  )
}
