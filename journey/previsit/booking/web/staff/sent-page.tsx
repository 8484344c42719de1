import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem, newKey, useLive } from '#client/index.ts'
import { Alert, Bones, Button, Checkbox, Desk, EmptyState, ErrorState, Kbd, localDay, Pane, Select, Tag, TextField, useFormat, useHotkey } from '#ui/index.ts'
import type { Appointment, Partner, PersonAtDesk, SendPatient, SentBooking } from '../../contract.ts'
import { useNames } from '../names.ts'
import { Reasons } from '../reasons.tsx'
import { ChangeSheet } from './change-sheet.tsx'
import { DeskPerson } from './desk-person.tsx'
import { type Found, FindTimes } from './find-times.tsx'
import { useWorkplace } from './use-institution.ts'
import './desk.css'

/** A health centre books for its resident at a partner hospital, and sees what became of everybody it sent. */
export function Component() {
  const { t } = useTranslation('booking')
  const names = useNames()
  const [personId, setPersonId] = useState<string>()
  const [hospitalId, setHospitalId] = useState('')
  const [found, setFound] = useState<Found>()
  const [call, setCall] = useState(0)
  const person = useQuery({ queryKey: ['booking', 'person', personId], enabled: personId !== undefined, queryFn: () => api.get<PersonAtDesk>(`/api/booking/persons/${personId}`) })
  const partners = useQuery({ queryKey: ['booking', 'partners'], queryFn: () => api.get<Partner[]>('/api/booking/partners/hospitals') })
  const chosen = partners.data?.find((one) => String(one.institutionId) === hospitalId) ?? partners.data?.[0]
  const next = () => {
    setPersonId(undefined)
    setFound(undefined)
    setCall((now) => now + 1)
  }
  useHotkey('F2', next)
  // What is kept for primary care flows to everybody two days before: a little later there is most to choose from.
  const soon = localDay(Date.now() + 3 * 86_400_000)
  return (
    <Desk title={t('sent.title')} panes="310px 1fr 400px" actions={<Button kind="soft" aria-keyshortcuts="F2" onPress={next}>{t('sent.next')} <Kbd>F2</Kbd></Button>}>
      <DeskPerson key={call} person={personId ? person : undefined} onPerson={setPersonId} />
      <Pane label={t('desk.find-time')} head={<h2>{t('desk.find-time')}</h2>}>
        {partners.isPending && <Bones cards={[2]} />}
        {partners.isError && <ErrorState problem={partners.error} onRetry={() => void partners.refetch()} />}
        {partners.data?.length === 0 && <EmptyState title={t('sent.no-partners')}>{t('sent.no-partners-note')}</EmptyState>}
        {chosen && (
          <div className="stack">
            <Select label={t('sent.hospital')} value={String(chosen.institutionId)} onChange={(value) => { setHospitalId(value); setFound(undefined) }} options={(partners.data ?? []).map((one) => ({ value: String(one.institutionId), label: names.pick(one.name, one.nameEn) }))} />
            <FindTimes key={`${call} ${chosen.institutionId}`} institutionId={chosen.institutionId} day={soon} pools={chosen.pools} quick={false} open={undefined} picked={found} onPick={setFound} />
          </div>
        )}
      </Pane>
      {person.data && found && chosen
        ? <SendForm key={`${person.data.personId} ${found.periodId} ${found.pool}`} person={person.data} found={found} hospital={chosen} onDone={next} onClose={() => setFound(undefined)} />
        : <SentList />}
    </Desk>
  )
}

function SendForm({ person, found, hospital, onDone, onClose }: { person: PersonAtDesk; found: Found; hospital: Partner; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [agreed, setAgreed] = useState(false)
  const send = useMutation({
    mutationFn: () => {
      const body: SendPatient = { institutionId: hospital.institutionId, periodId: found.periodId, pool: found.pool as SendPatient['pool'], personId: person.personId, reason: reason.trim(), consent: true }
      return api.post<Appointment>('/api/booking/sent', { body, idempotencyKey: newKey() })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
    onSuccess: onDone,
  })
  const isReady = agreed && reason.trim().length >= 4
  const submit = () => { if (isReady && !send.isPending) send.mutate() }
  useHotkey('F8', submit)
  return (
    <Pane
      label={t('sent.send')} paper head={<h2>{t('sent.send')}</h2>}
      foot={<><Button kind="primary" aria-keyshortcuts="F8" busy={send.isPending} disabled={!isReady} onPress={submit}>{t('sent.do')} <Kbd>F8</Kbd></Button><Button kind="quiet" onPress={onClose}>{t('move.back')}</Button></>}
    >
      <div className="stack">
        <p className="desk-sentence">{t('sent.sentence', { name: person.name, hospital: `${names.pick(hospital.name, hospital.nameEn)} ${found.who ?? ''}`.trim(), when: format.dayTime(found.startsAt) })}</p>
        <p className="small muted">{t(`pool-name.${found.pool}`)}</p>
        <TextField label={t('sent.reason')} hint={t('sent.reason-note')} rows={3} value={reason} onChange={setReason} maxLength={300} />
        <Checkbox label={t('sent.consent', { name: person.name })} checked={agreed} onChange={setAgreed} />
        {isProblem(send.error) && <Alert tone="warning" title={send.error.title}><Reasons problem={send.error} /></Alert>}
      </div>
    </Pane>
  )
}

function SentList() {
  const { t } = useTranslation('booking')
  const client = useQueryClient()
  const workplace = useWorkplace()
  const [changing, setChanging] = useState<SentBooking>()
  const read = useQuery({ queryKey: ['booking', 'sent'], queryFn: () => api.get<SentBooking[]>('/api/booking/sent') })
  useLive(workplace ? [`booking:${workplace.institutionId}:sent`] : [], () => void client.invalidateQueries({ queryKey: ['booking', 'sent'] }))
  return (
    <Pane label={t('sent.list')} head={<h2>{t('sent.list')}</h2>}>
      {read.isPending && <Bones cards={[3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('sent.none')}>{t('sent.none-note')}</EmptyState>}
      <ul className="desk-visits">{read.data?.map((one) => <SentRow key={one.id} sent={one} onChange={() => setChanging(one)} />)}</ul>
      {changing && <SentChange sent={changing} onClose={() => setChanging(undefined)} />}
    </Pane>
  )
}

function SentChange({ sent, onClose }: { sent: SentBooking; onClose: () => void }) {
  const client = useQueryClient()
  const partner = client.getQueryData<Partner[]>(['booking', 'partners'])?.find((one) => one.institutionId === sent.institutionId)
  const service = useQuery({ queryKey: ['booking', 'appointment', sent.institutionId, sent.id], queryFn: () => api.get<Appointment>(`/api/booking/appointments/${sent.institutionId}/${sent.id}`) })
  if (!service.data) return null
  return <ChangeSheet entry={{ ...sent, serviceId: service.data.serviceId, title: sent.personName, pools: partner?.pools }} onClose={onClose} />
}

const tones = { booked: 'success', arrived: 'now', fulfilled: 'neutral', 'no-show': 'warning', cancelled: 'neutral', suspended: 'warning' } as const

function SentRow({ sent, onChange }: { sent: SentBooking; onChange: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const who = sent.practitionerName ? names.pick(sent.practitionerName, sent.practitionerNameEn ?? '') : names.pick(sent.serviceName, sent.serviceNameEn)
  return (
    <li>
      <span className="grow">
        <b>{sent.personName}</b> {format.dayTime(sent.startsAt)} <Tag tone={tones[sent.status as keyof typeof tones] ?? 'neutral'}>{t(`status.${sent.status}`)}</Tag>
        <span className="small muted" style={{ display: 'block' }}>{names.pick(sent.institutionName, sent.institutionNameEn)} · {names.pick(sent.departmentName, sent.departmentNameEn)} · {who}</span>
        <span className="caption muted" style={{ display: 'block' }}>{sent.reason} · {sent.byMe ? t('sent.by-me') : sent.fromName}</span>
      </span>
      {sent.mayChange && <Button small kind="quiet" aria-label={`${t('desk.change')} ${sent.personName}`} onPress={onChange}>{t('desk.change')}</Button>}
    </li>
  )
}
