import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { Openings } from '#journey/previsit/booking/contract.ts'
import type { FindPerson, FoundPerson } from '#journey/throughout/people/contract.ts'
import { Alert, Button, Checkbox, Chip, Chips, List, ListItem, localDay, SearchField, Select, Sheet, TextField } from '#ui/index.ts'
import type { Entry, JoinRequest } from '../../contract.ts'
import { useNames } from '../names.ts'

const HALVES = ['morning', 'afternoon', 'evening'] as const

/** What the person says or shows decides how they are looked for. */
function asQuestion(typed: string): FindPerson {
  const text = typed.trim()
  if (/^1\d{10}$/.test(text)) return { by: 'phone', phone: text }
  if (/^\d{17}[\dXx]$/.test(text)) return { by: 'document', document: { kind: 'resident-id', number: text } }
  if (/^[A-Za-z0-9]{4,20}$/.test(text)) return { by: 'hospital-number', number: text }
  return { by: 'name', name: text }
}

/** At the window or on the telephone: somebody waits for a clinic of this hospital, and is called or written to. */
export function EnterSheet({ institutionId, onClose }: { institutionId: number; onClose: () => void }) {
  const { t } = useTranslation('waitlist')
  const client = useQueryClient()
  const [person, setPerson] = useState<FoundPerson>()
  const [service, setService] = useState<Openings['openings'][number]>()
  const [halves, setHalves] = useState<JoinRequest['halves']>(['morning', 'afternoon'])
  const [days, setDays] = useState('14')
  const [notice, setNotice] = useState('24')
  const [byPhone, setByPhone] = useState(true)
  const [note, setNote] = useState('')
  const enter = useMutation({
    mutationFn: (body: JoinRequest) => api.post<Entry>('/api/waitlist/entries', { body, headers: { 'x-channel': 'window' } }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['waitlist'] }); onClose() },
  })
  const send = () => {
    if (!person || !service) return
    enter.mutate({
      institutionId, serviceId: service.serviceId, personId: person.personId, fromDay: localDay(Date.now()), toDay: localDay(Date.now() + Number(days) * 86_400_000), halves,
      noticeHours: Number(notice), contact: byPhone ? 'call' : 'message', note,
    })
  }
  return (
    <Sheet title={t('enter.title')} onClose={onClose}>
      <div className="stack">
        {isProblem(enter.error) && <Alert tone="danger" title={enter.error.title} />}
        {person ? <ListItemOf title={person.nameMasked} note={person.birthDate} onChange={() => setPerson(undefined)} /> : <FindSomebody onFound={setPerson} />}
        {service ? <Chosen service={service} onChange={() => setService(undefined)} /> : <FindClinic institutionId={institutionId} onFound={setService} />}
        <Chips label={t('join.halves')}>{HALVES.map((half) => <Chip key={half} pressed={halves.includes(half)} onPress={() => setHalves(HALVES.filter((one) => (one === half) !== halves.includes(one)))}>{t(`half.${half}`)}</Chip>)}</Chips>
        <Select label={t('enter.days')} value={days} onChange={setDays} options={['7', '14', '28', '60'].map((value) => ({ value, label: t('enter.in-days', { count: Number(value) }) }))} />
        <Select label={t('join.notice')} value={notice} onChange={setNotice} options={['4', '12', '24', '48'].map((value) => ({ value, label: t('notice', { count: Number(value) }) }))} />
        <Checkbox label={t('enter.by-phone')} checked={byPhone} onChange={setByPhone} />
        <TextField label={t('call.note')} hint={t('enter.note-hint')} value={note} onChange={setNote} maxLength={200} />
        <Button kind="primary" disabled={!person || !service || halves.length === 0} busy={enter.isPending} onPress={send}>{t('enter.send')}</Button>
      </div>
    </Sheet>
  )
}

function ListItemOf({ title, note, onChange }: { title: string; note: string; onChange: () => void }) {
  const { t } = useTranslation('waitlist')
  return <List><ListItem icon="user" title={title} note={note} end={<Button small kind="quiet" onPress={onChange}>{t('desk.change')}</Button>} /></List>
}

function Chosen({ service, onChange }: { service: Openings['openings'][number]; onChange: () => void }) {
  const names = useNames()
  return <ListItemOf title={names.who(service)} note={`${names.department(service)} · ${names.pick(service.serviceName, service.serviceNameEn)}`} onChange={onChange} />
}

function FindSomebody({ onFound }: { onFound: (person: FoundPerson) => void }) {
  const { t } = useTranslation('waitlist')
  const [typed, setTyped] = useState('')
  const find = useMutation({ mutationFn: (text: string) => api.post<FoundPerson[]>('/api/people/search', { body: asQuestion(text) }) })
  return (
    <>
      <SearchField label={t('enter.person')} placeholder={t('enter.person')} value={typed} onChange={setTyped} onSubmit={() => { if (typed.trim() !== '') find.mutate(typed) }} />
      {isProblem(find.error) && <Alert tone="warning" title={find.error.title} />}
      {find.data?.length === 0 && <Alert tone="info">{t('enter.nobody')}</Alert>}
      {find.data && find.data.length > 0 && <List>{find.data.slice(0, 8).map((one) => <ListItem key={one.personId} icon="user" title={one.nameMasked} note={`${one.birthDate} ${one.hospitalNumber ?? ''}`} onPress={() => onFound(one)} />)}</List>}
    </>
  )
}

function FindClinic({ institutionId, onFound }: { institutionId: number; onFound: (service: Openings['openings'][number]) => void }) {
  const { t } = useTranslation('waitlist')
  const names = useNames()
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const found = useQuery({ queryKey: ['waitlist', 'find-clinic', institutionId, q], enabled: q.length > 0, queryFn: () => api.get<Openings>('/api/booking/openings', { query: { q, institutionId, limit: 6, sort: 'relevance' } }) })
  return (
    <>
      <SearchField label={t('enter.clinic')} placeholder={t('enter.clinic')} value={typed} onChange={setTyped} />
      {found.data && found.data.openings.length > 0 && <List>{found.data.openings.map((one) => <ListItem key={one.serviceId} icon="steth" title={names.who(one)} note={`${names.department(one)} · ${names.pick(one.serviceName, one.serviceNameEn)}`} onPress={() => onFound(one)} />)}</List>}
      {found.data?.openings.length === 0 && <Alert tone="info">{t('enter.no-clinic')}</Alert>}
    </>
  )
}
