import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, ErrorState, Figure, Page, Sheet, useFormat } from '#ui/index.ts'
import type { Appointment, AppointmentDetail } from '../../contract.ts'
import { Refused } from './refused.tsx'
import { type ChosenPeriod, Times, useService, WhoHeader } from './times.tsx'
import { useAppointment } from './use-appointment.ts'
import './booking.css'

/** Another time for an appointment: the old one is kept until the new one is sure. */
export function Component() {
  const { t } = useTranslation('booking')
  const { institutionId = '', id = '' } = useParams()
  const read = useAppointment(institutionId, id)
  const back = `/appointments/${institutionId}/${id}`
  if (!read.data) return <Page title={t('move.title')} back={back}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Page>
  if (!read.data.may.move) return <Page title={t('move.title')} back={back}><Alert tone="warning" title={t('move.cannot')} action={<Button href={back}>{t('move.back')}</Button>} /></Page>
  return <Move appointment={read.data} back={back} />
}

function Move({ appointment, back }: { appointment: AppointmentDetail; back: string }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const [chosen, setChosen] = useState<ChosenPeriod>()
  const service = useService(String(appointment.institutionId), String(appointment.serviceId))
  const move = useMutation({
    mutationFn: ({ period, pool }: ChosenPeriod) =>
      api.post<Appointment>(`/api/booking/appointments/${appointment.institutionId}/${appointment.id}/move`, { body: { periodId: period.periodId, pool } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
    onSuccess: () => void navigate(back, { replace: true }),
  })
  return (
    <Page title={t('move.title')} back={back}>
      <Alert tone="info" title={t('move.kept', { when: format.dayTime(appointment.startsAt) })}>{t('move.kept-note')}</Alert>
      {service.isPending && <Bones />}
      {service.isError && <ErrorState problem={service.error} onRetry={() => void service.refetch()} />}
      {service.data && (
        <>
          <WhoHeader place={service.data.place} />
          <Times page={service.data} day={search.get('day') ?? appointment.day} onDay={(day) => setSearch({ day }, { replace: true })} chosen={chosen?.period.periodId ?? appointment.periodId} onChoose={setChosen} />
        </>
      )}
      {chosen && (
        <Sheet title={t('move.confirm')} onClose={() => { setChosen(undefined); move.reset() }}>
          <p className="muted">{t('move.from', { when: format.dayTime(appointment.startsAt) })}</p>
          <div className="booking-when"><Figure value={format.time(chosen.period.startsAt)} /><span className="muted">{t('confirm.until', { time: format.time(chosen.period.endsAt), day: format.date(chosen.period.startsAt) })}</span></div>
          {move.isError && isProblem(move.error) && <Refused problem={move.error} />}
          <Button kind="primary" block busy={move.isPending} onPress={() => move.mutate(chosen)}>{t('move.do')}</Button>
        </Sheet>
      )}
    </Page>
  )
}
