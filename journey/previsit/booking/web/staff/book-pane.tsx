import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem, newKey } from '#client/index.ts'
import type { FoundPerson } from '#journey/throughout/people/contract.ts'
import { Alert, Button, ListItem, List, Pane, Segmented, Select, useFormat } from '#ui/index.ts'
import type { Appointment, Openings } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useDepartments } from './use-departments.ts'
import { FindPersonBox } from './find-person.tsx'
import { PickPeriod, type Picked } from './pick-period.tsx'

type Channel = 'window' | 'phone'

/** Booking for somebody at the window or on the telephone: who, with whom, when. The same engine and the same rules as online. */
export function BookPane(props: { institutionId: number | undefined; day: string; departmentId: string; onBooked: (booked: Appointment) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const client = useQueryClient()
  const [channel, setChannel] = useState<Channel>('window')
  const [person, setPerson] = useState<FoundPerson>()
  const [picked, setPicked] = useState<Picked>()
  const book = useMutation({
    mutationFn: (wish: { personId: string; picked: Picked }) => api.post<Appointment>('/api/booking/appointments', {
      idempotencyKey: newKey(),
      body: { institutionId: props.institutionId, periodId: wish.picked.periodId, pool: wish.picked.pool, personId: wish.personId, channel },
    }),
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
    onSuccess: (booked) => {
      setPerson(undefined)
      setPicked(undefined)
      props.onBooked(booked)
    },
  })
  const say = person && picked
  return (
    <Pane
      label={t('desk.book')} paper head={<h2>{t('desk.book')}</h2>}
      foot={<Button kind="primary" block busy={book.isPending} disabled={!say} onPress={() => { if (person && picked) book.mutate({ personId: person.personId, picked }) }}>
        {picked ? t('desk.book-at', { when: format.dayTime(picked.startsAt) }) : t('desk.book-first')}
      </Button>}
    >
      <div className="stack">
        <Segmented label={t('desk.channel')} value={channel} onChange={(value) => setChannel(value as Channel)} options={[{ value: 'window', label: t('channel.window') }, { value: 'phone', label: t('channel.phone') }]} />
        {book.data && !say && <Alert tone="success" title={t('booked.done')}>{format.dayTime(book.data.startsAt)}</Alert>}
        {book.isError && isProblem(book.error) && <Alert tone="warning" title={book.error.title} />}
        {person
          ? <List label={t('confirm.whom')}><ListItem icon="user" title={person.nameMasked} note={person.birthDate} selected end={<Button small kind="quiet" onPress={() => setPerson(undefined)}>{t('desk.other-person')}</Button>} /></List>
          : <FindPersonBox onFound={setPerson} />}
        {person && props.institutionId !== undefined && <Clinic institutionId={props.institutionId} departmentId={props.departmentId} day={props.day} channel={channel} picked={picked} onPick={setPicked} />}
      </div>
    </Pane>
  )
}

function Clinic(props: { institutionId: number; departmentId: string; day: string; channel: Channel; picked: Picked | undefined; onPick: (picked: Picked | undefined) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const departments = useDepartments(props.institutionId)
  const [department, setDepartment] = useState(props.departmentId)
  const [serviceId, setServiceId] = useState('')
  const query = { institutionId: props.institutionId, departmentId: department, limit: 50 }
  const clinics = useQuery({ queryKey: ['booking', 'openings', query], enabled: department !== '', queryFn: () => api.get<Openings>('/api/booking/openings', { query }) })
  return (
    <>
      <Select
        label={t('desk.department')} empty={t('desk.choose')} value={department} onChange={(value) => { setDepartment(value); setServiceId(''); props.onPick(undefined) }}
        options={departments.map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))}
      />
      {department !== '' && (
        <Select
          label={t('desk.clinic')} empty={t('desk.choose')} value={serviceId} onChange={(value) => { setServiceId(value); props.onPick(undefined) }}
          options={(clinics.data?.openings ?? []).map((one) => ({
            value: String(one.serviceId),
            label: `${names.who(one)} ${names.title(one)} · ${one.next ? format.dayTime(one.next.startsAt) : t('next-none')}`,
          }))}
        />
      )}
      {serviceId !== '' && <PickPeriod institutionId={props.institutionId} serviceId={Number(serviceId)} day={props.day} picked={props.picked} onPick={props.onPick} />}
    </>
  )
}
