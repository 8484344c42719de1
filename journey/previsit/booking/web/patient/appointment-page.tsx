import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, ErrorState, Figure, localDay, Money, Page, Pairs, SolidCard, UndoBar, useFormat, useMinute } from '#ui/index.ts'
import type { Appointment, AppointmentDetail } from '../../contract.ts'
import { useNames } from '../names.ts'
import { Coming } from './coming.tsx'
import { Refused } from './refused.tsx'
import { StatusTag } from './status-tag.tsx'
import { useAppointment } from './use-appointment.ts'
import { calendarHref, WhatToBring } from './what-to-bring.tsx'
import { useWhom } from './whom.ts'
import './booking.css'

/** One appointment: when, where, what to bring, and what may still be done with it. */
export function Component() {
  const { t } = useTranslation('booking')
  const { institutionId = '', id = '' } = useParams()
  const read = useAppointment(institutionId, id)
  if (!read.data) {
    return <Page title={t('one.title')} back="/appointments">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 3]} />}</Page>
  }
  return <One key={id} appointment={read.data} />
}

function One({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const { members } = useWhom()
  const person = members.find((one) => one.personId === appointment.personId)
  const { place, may } = appointment
  const isActive = ['held', 'booked', 'arrived'].includes(appointment.status)
  const madeBy = useMadeBy(appointment)
  const { cancel, rebook, asking, setAsking, undoable, setUndoable } = useCancelling(appointment)
  return (
    <Page title={t('one.title')} back="/appointments">
      {isActive ? <Ahead appointment={appointment} /> : <Over appointment={appointment} />}
      {appointment.status === 'booked' && <Coming appointment={appointment} />}
      <Card>
        <Pairs pairs={[
          ...(person ? [{ label: t('confirm.whom'), value: person.name }] : []),
          { label: t('check.doctor'), value: `${names.who(place)} ${names.title(place)}` },
          { label: t('one.clinic'), value: `${names.department(place)} · ${names.service(place)}` },
          { label: t('check.where'), value: [names.hospital(place), place.address, names.where(place), names.room(appointment.room)].filter(Boolean).join(names.isEnglish ? ', ' : ' ') },
          { label: t('confirm.fee'), value: <Money cents={appointment.feeCents} /> },
          ...(appointment.note && appointment.note !== appointment.origin?.reason ? [{ label: t('one.note'), value: appointment.note }] : []),
          ...madeBy,
        ]} />
      </Card>
      {rebook.isError && isProblem(rebook.error) && <Refused problem={rebook.error} />}
      {isActive && <WhatToBring appointment={appointment} />}
      {(may.move || may.cancel) && (
        <div className="buttons">
          {may.move && <Button icon="swap" href={`/appointments/${appointment.institutionId}/${appointment.id}/move`}>{t('one.move')}</Button>}
          {may.cancel && <Button kind="danger-line" onPress={() => setAsking(true)}>{t('one.cancel')}</Button>}
        </div>
      )}
      {asking && <CancelDialog appointment={appointment} busy={cancel.isPending} fault={cancel.error} onConfirm={() => cancel.mutate()} onKeep={() => setAsking(false)} />}
      {undoable && appointment.status === 'cancelled' && <UndoBar onUndo={() => rebook.mutate()} onGone={() => setUndoable(false)}>{t('one.cancelled')}</UndoBar>}
    </Page>
  )
}

/** Who booked it, and why, when it was not the patient or their family alone. */
function useMadeBy({ origin }: AppointmentDetail): { label: string; value: string }[] {
  const { t } = useTranslation('booking')
  const { pick } = useNames()
  if (!origin) return []
  const who = [pick(origin.fromInstitutionName, origin.fromInstitutionNameEn), origin.fromName].filter(Boolean).join(' ')
  return [
    { label: t('one.made'), value: who ? t(`origin.${origin.kind}-by`, { who }) : t(`origin.${origin.kind}`) },
    ...(origin.reason ? [{ label: t('one.made-why'), value: origin.reason }] : []),
  ]
}

/** Cancelling, and for ten seconds the way back: the same time again, if it is still free. */
function useCancelling(appointment: AppointmentDetail) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const [undoable, setUndoable] = useState(false)
  const path = `/api/booking/appointments/${appointment.institutionId}/${appointment.id}`
  const cancel = useMutation({
    mutationFn: () => api.post<Appointment>(`${path}/cancel`, { body: {} }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['booking'] })
      setAsking(false)
      setUndoable(true)
    },
  })
  const rebook = useMutation({
    mutationFn: () => {
      const { institutionId, periodId, pool, personId, note } = appointment
      return api.post<Appointment>('/api/booking/appointments', { body: { institutionId, periodId, pool, personId, note } })
    },
    onSuccess: async (again) => {
      await client.invalidateQueries({ queryKey: ['booking'] })
      void navigate(`/appointments/${again.institutionId}/${again.id}`, { replace: true })
    },
    onSettled: () => setUndoable(false),
  })
  return { cancel, rebook, asking, setAsking, undoable, setUndoable }
}

function Ahead({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const now = useMinute()
  const isToday = appointment.day === localDay(now)
  return (
    <SolidCard
      title={names.who(appointment.place)} context={format.date(appointment.startsAt)} tag={<StatusTag appointment={appointment} />}
      figure={<Figure value={format.time(appointment.startsAt)} size="l" />} beside={t('one.until', { time: format.time(appointment.endsAt) })}
      place={[names.hospital(appointment.place), names.where(appointment.place)].filter(Boolean).join(names.isEnglish ? ', ' : ' ')}
      actions={
        <>
          {isToday && appointment.status !== 'held' && <Button kind="now" icon="walk" href={`/visits/${appointment.institutionId}/${appointment.id}`}>{t('one.visit')}</Button>}
          <Button kind="ghost" icon="calendar" href={calendarHref(appointment)}>{t('booked.calendar')}</Button>
        </>
      }
      {...(appointment.movedFrom ? { foot: t('one.moved', { when: format.dayTime(appointment.movedFrom) }) } : {})}
    />
  )
}

function Over({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  return (
    <>
      <Alert tone={appointment.status === 'no-show' || appointment.status === 'suspended' ? 'warning' : 'neutral'} title={t(`status.${appointment.status}`)}>{t(`one.over.${appointment.status}`, { defaultValue: '' })}</Alert>
      <div className="booking-when"><Figure value={format.time(appointment.startsAt)} /><span className="muted">{format.date(appointment.startsAt)}</span></div>
      {appointment.status === 'suspended' && <Button kind="primary" block href={`/suspensions/${appointment.institutionId}/${appointment.id}`}>{t('one.suspended')}</Button>}
      {appointment.status !== 'suspended' && <Button kind="soft" block icon="steth" href={`/doctors/${appointment.institutionId}/${appointment.serviceId}`}>{t('one.again')}</Button>}
    </>
  )
}

/** What giving it back costs, before it is given back. */
function CancelDialog(props: { appointment: AppointmentDetail; busy: boolean; fault: unknown; onConfirm: () => void; onKeep: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const { appointment } = props
  return (
    <ConfirmDialog
      title={t('cancel.title', { when: format.dayTime(appointment.startsAt) })} confirm={t('cancel.confirm')} keep={t('cancel.keep')} busy={props.busy} onConfirm={props.onConfirm} onKeep={props.onKeep}
      error={isProblem(props.fault) ? <Alert tone="danger" title={props.fault.title} /> : undefined}
    >
      <p>{appointment.may.cancelIsLate ? t('cancel.late', { when: format.dayTime(appointment.cancelBy) }) : t('cancel.free', { when: format.dayTime(appointment.cancelBy) })}</p>
      <p className="muted">{t('cancel.money')}</p>
      {appointment.may.move && <p><Button kind="quiet" icon="swap" href={`/appointments/${appointment.institutionId}/${appointment.id}/move`}>{t('cancel.move-instead')}</Button></p>}
    </ConfirmDialog>
  )
}
