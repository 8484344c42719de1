import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '#ui/index.ts'
import type { CalendarSession, Edit, Half, Setup, Units } from '../../contract.ts'
import { EditSheet } from './edit-form.tsx'
import { ClinicField, ClockField, DayField, HalfField, NumberField, RoomField, UnitsFields } from './fields.tsx'
import type { Done } from './schedule-desk.tsx'

interface SheetProps {
  readonly setup: Setup
  readonly onClose: () => void
  readonly onDone: (done: Done) => void
}
type OfSession = SheetProps & { readonly session: CalendarSession }

/** The keyboard's way of dragging: day, time and room in a form. */
export function MoveSheet({ session, day: first, ...rest }: OfSession & { day?: string | undefined }) {
  const { t } = useTranslation('supply')
  const [day, setDay] = useState(first ?? session.day)
  const [from, setFrom] = useState(session.from)
  const [room, setRoom] = useState(session.room)
  const isSame = day === session.day && from === session.from && room === session.room
  const edits: Edit[] | null = isSame || !day || !from ? null : [{ kind: 'session-move', sessionId: session.id, day, from, room }]
  return (
    <EditSheet title={t('sheet.move')} note={t('sheet.move-note')} edits={edits} {...rest}>
      <div className="supply-form">
        <DayField label={t('field.day')} value={day} min={rest.setup.today} onChange={setDay} />
        <ClockField label={t('field.from')} value={from} onChange={setFrom} />
        <RoomField value={room} onChange={setRoom} />
      </div>
    </EditSheet>
  )
}

/** Places, room, hours and periods of one session or of several together. */
export function ChangeSheet({ sessions, setup, ...rest }: SheetProps & { readonly sessions: readonly CalendarSession[] }) {
  const { t } = useTranslation('supply')
  const [only] = sessions.length === 1 ? sessions : []
  const [pools, setPools] = useState<Units>({})
  const [room, setRoom] = useState(only?.room ?? '')
  const [minutes, setMinutes] = useState<number | undefined>(only?.periodMinutes)
  const [from, setFrom] = useState(only?.from ?? '')
  const [to, setTo] = useState(only?.to ?? '')
  const change = {
    ...(Object.keys(pools).length > 0 ? { pools } : {}),
    ...(room !== (only?.room ?? '') ? { room } : {}),
    ...(minutes !== undefined && minutes !== only?.periodMinutes ? { periodMinutes: minutes } : {}),
    ...(from && from !== only?.from ? { from } : {}), ...(to && to !== only?.to ? { to } : {}),
  }
  const edits = Object.keys(change).length > 0 ? sessions.map((session): Edit => ({ kind: 'session-change', sessionId: session.id, ...change })) : null
  return (
    <EditSheet title={only ? t('sheet.change') : t('sheet.many', { count: sessions.length })} note={t('sheet.many-note')} edits={edits} {...rest}>
      <div className="supply-form">
        <NumberField label={t('field.minutes')} min={5} max={60} value={minutes} onChange={setMinutes} placeholder={t('field.unchanged')} />
        <RoomField value={room} onChange={setRoom} {...(only ? {} : { placeholder: t('field.unchanged') })} />
        <ClockField label={t('field.from')} value={from} onChange={setFrom} />
        <ClockField label={t('field.to')} value={to} onChange={setTo} />
      </div>
      <UnitsFields value={pools} onChange={setPools} pools={setup.pools} partial />
    </EditSheet>
  )
}

const hours: Readonly<Record<Half, readonly [string, string]>> = { morning: ['08:00', '11:30'], afternoon: ['13:30', '17:00'], evening: ['18:00', '20:00'] }

/** An extra session: an evening, a weekend, help for a full day. */
export function AddSheet({ setup, departmentId, day: first, serviceId: given, ...rest }: SheetProps & { departmentId: string; day: string; serviceId?: number | undefined }) {
  const { t } = useTranslation('supply')
  const clinics = setup.clinics.filter((each) => each.active && String(each.departmentId) === departmentId)
  const [serviceId, setServiceId] = useState(String(given ?? clinics[0]?.id ?? ''))
  const [day, setDay] = useState(first < setup.today ? setup.today : first)
  const [half, setHalf] = useState<Half>('evening')
  const [from, setFrom] = useState(hours.evening[0])
  const [to, setTo] = useState(hours.evening[1])
  const [minutes, setMinutes] = useState<number | undefined>(15)
  const [pools, setPools] = useState<Units>({ public: 1 })
  const [room, setRoom] = useState('')
  const chooseHalf = (next: Half) => {
    setHalf(next)
    setFrom(hours[next][0])
    setTo(hours[next][1])
  }
  const isWhole = serviceId && day && from && to && minutes !== undefined
  const edits: Edit[] | null = isWhole ? [{ kind: 'session-add', serviceId: Number(serviceId), day, half, from, to, periodMinutes: minutes, pools, room }] : null
  return (
    <EditSheet title={t('sheet.add')} edits={edits} {...rest}>
      <ClinicField label={t('field.service')} value={serviceId} onChange={setServiceId} clinics={clinics} />
      <div className="supply-form">
        <DayField label={t('field.day')} value={day} min={setup.today} onChange={setDay} />
        <HalfField value={half} onChange={chooseHalf} />
        <ClockField label={t('field.from')} value={from} onChange={setFrom} />
        <ClockField label={t('field.to')} value={to} onChange={setTo} />
        <NumberField label={t('field.minutes')} min={5} max={60} value={minutes} onChange={setMinutes} />
        <RoomField value={room} onChange={setRoom} />
      </div>
      <UnitsFields value={pools} onChange={setPools} pools={setup.pools} />
    </EditSheet>
  )
}

export function SubstituteSheet({ session, setup, serviceId: given, ...rest }: OfSession & { serviceId?: number | undefined }) {
  const { t } = useTranslation('supply')
  const clinics = setup.clinics.filter((each) => each.active && each.departmentId === session.departmentId && each.practitionerId !== null && each.practitionerId !== session.practitionerId)
  const [serviceId, setServiceId] = useState(given === undefined ? '' : String(given))
  const edits: Edit[] | null = serviceId ? [{ kind: 'session-hand-over', sessionId: session.id, serviceId: Number(serviceId) }] : null
  return (
    <EditSheet title={t('sheet.substitute')} note={t('sheet.substitute-note')} edits={edits} {...rest}>
      {clinics.length === 0
        ? <Alert tone="info" title={t('field.substitute-none')} />
        : <ClinicField label={t('field.substitute')} value={serviceId} onChange={setServiceId} clinics={clinics} empty="—" />}
    </EditSheet>
  )
}

export function CloseSheet({ sessions, ...rest }: SheetProps & { readonly sessions: readonly CalendarSession[] }) {
  const { t } = useTranslation('supply')
  const edits = sessions.map((session): Edit => ({ kind: 'session-close', sessionId: session.id }))
  return <EditSheet title={t('sheet.close')} note={t('sheet.close-note')} edits={edits} {...rest} />
}
