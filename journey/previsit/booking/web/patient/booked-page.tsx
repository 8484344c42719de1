import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Figure, Money, Page, Pairs, SuccessState, UndoBar, useChrome, useFormat } from '#ui/index.ts'
import { useNames } from '../names.ts'
import { useAppointment } from './use-appointment.ts'
import { calendarHref, WhatToBring } from './what-to-bring.tsx'
import { useWhom } from './whom.ts'
import './booking.css'

/** It is booked: the result, what to bring, the calendar; and for a moment the way back. */
export function Component() {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const { elder } = useChrome()
  const { institutionId = '', id = '' } = useParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const read = useAppointment(institutionId, id)
  const { members } = useWhom()
  const [undoable, setUndoable] = useState(true)
  const undo = useMutation({
    mutationFn: () => api.post(`/api/booking/appointments/${institutionId}/${id}/cancel`, { body: { reason: 'undone' } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['booking'] })
      void navigate(`/doctors/${institutionId}/${read.data?.serviceId}`, { replace: true })
    },
  })
  if (!read.data) return <Page title={t('booked.title')} back="/">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Page>
  const appointment = read.data
  const { place } = appointment
  const person = members.find((one) => one.personId === appointment.personId)
  return (
    <Page title={t('booked.title')} back="/" action={<Button block kind="primary" href="/">{t('booked.home')}</Button>}>
      <SuccessState title={t('booked.done')}>{t('booked.note', { when: format.dayTime(appointment.startsAt), who: names.who(place) })}</SuccessState>
      <Card>
        <div className="stack">
          <div className="booking-when"><Figure value={format.time(appointment.startsAt)} /><span className="muted">{format.date(appointment.startsAt)}</span></div>
          <Pairs pairs={[
            ...(person ? [{ label: t('confirm.whom'), value: person.name }] : []),
            { label: t('check.doctor'), value: `${names.who(place)} · ${names.department(place)}` },
            { label: t('check.where'), value: [names.hospital(place), names.where(place)].filter(Boolean).join(names.isEnglish ? ', ' : ' ') },
            { label: t('confirm.fee'), value: <Money cents={appointment.feeCents} /> },
          ]} />
          {!elder.on && <div className="buttons"><Button icon="calendar" href={calendarHref(appointment)}>{t('booked.calendar')}</Button></div>}
        </div>
      </Card>
      <WhatToBring appointment={appointment} />
      {undo.isError && isProblem(undo.error) && <Alert tone="danger" title={undo.error.title} />}
      {undoable && appointment.may.cancel && <UndoBar onUndo={() => undo.mutate()} onGone={() => setUndoable(false)}>{t('booked.undo')}</UndoBar>}
    </Page>
  )
}
