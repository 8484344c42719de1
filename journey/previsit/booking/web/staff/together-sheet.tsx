import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem, newKey } from '#client/index.ts'
import type { FoundPerson } from '#journey/throughout/people/contract.ts'
import { Alert, Bones, Button, Select, Sheet, Slot, Slots, SuccessState, useFormat } from '#ui/index.ts'
import type { Appointment, PeriodsOfDay, ServicePage } from '../../contract.ts'
import { useReasons } from '../reasons.tsx'
import { type TogetherOption, togetherOptions } from '../together-options.ts'
import { FindPersonBox } from './find-person.tsx'
import './desk.css'

interface Person {
  readonly personId: string
  readonly name: string
}

interface TogetherSheetProps {
  readonly page: ServicePage
  readonly day: string
  readonly first: Person
  readonly channel: 'window' | 'phone'
  readonly onClose: () => void
}

/** A family on the telephone or at the window: everybody at one time, or one after the other; all or nobody. */
export function TogetherSheet({ page, first, channel, onClose, ...props }: TogetherSheetProps) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const client = useQueryClient()
  const [people, setPeople] = useState<readonly Person[]>([first])
  const [day, setDay] = useState(props.day)
  const { institutionId, serviceId } = page.place
  const read = useQuery({ queryKey: ['booking', 'periods', institutionId, serviceId, day], queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods`, { query: { day } }) })
  const book = useMutation({
    mutationFn: (option: TogetherOption) => api.post<Appointment[]>('/api/booking/together', {
      idempotencyKey: newKey(),
      body: { institutionId, channel, entries: people.flatMap(({ personId }, at) => option.places.slice(at, at + 1).map(({ periodId, pool }) => ({ personId, periodId, pool }))) },
    }),
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
  })
  const add = ({ personId, nameMasked }: FoundPerson) => setPeople((now) => now.some((one) => one.personId === personId) ? now : [...now, { personId, name: nameMasked }])
  const options = read.data && people.length > 1 ? togetherOptions(read.data.periods, people.length) : []
  if (book.data) return <Sheet title={t('together.title')} onClose={onClose}><Done booked={book.data} people={people} onClose={onClose} /></Sheet>
  return (
    <Sheet title={t('together.title')} onClose={onClose}>
      <div className="stack">
        <ul className="desk-visits">
          {people.map((one) => (
            <li key={one.personId}><b className="grow">{one.name}</b>{one.personId !== first.personId && <Button small kind="quiet" aria-label={`${t('together.remove')} ${one.name}`} onPress={() => setPeople(people.filter((other) => other !== one))}>{t('together.remove')}</Button>}</li>
          ))}
        </ul>
        <FindPersonBox onFound={add} />
        <Select label={t('desk.day')} value={day} onChange={setDay} options={page.days.filter((one) => one.state === 'free').map((one) => ({ value: one.day, label: format.date(one.day) }))} />
        {isProblem(book.error) && <WhyNot error={book.error} people={people} />}
        {read.isPending && <Bones cards={[2]} />}
        {people.length < 2 && <p className="small muted">{t('together.two')}</p>}
        {people.length > 1 && read.data && options.length === 0 && <Alert tone="info" title={t('together.none', { count: people.length })}>{t('together.none-note')}</Alert>}
        <div className="desk-scroll">
          <Slots label={t('desk.times')}>
            {options.map((one) => <Slot key={`${one.kind} ${one.startsAt}`} time={format.time(one.startsAt)} left={one.kind === 'same-time' ? t('together.same-time') : t('together.until', { time: format.time(one.endsAt) })} onPress={() => { if (!book.isPending) book.mutate(one) }} />)}
          </Slots>
        </div>
        <p className="small muted">{t('together.all-or-nobody')}</p>
      </div>
    </Sheet>
  )
}

function WhyNot({ error, people }: { error: Parameters<ReturnType<typeof useReasons>['entriesOf']>[0]; people: readonly Person[] }) {
  const { t } = useTranslation('booking')
  const { entriesOf, title } = useReasons()
  const entries = entriesOf(error)
  return (
    <Alert tone="warning" title={error.title}>
      {entries.map((entry) => <p key={entry.personId} className="small">{people.find((one) => one.personId === entry.personId)?.name}: {entry.reasons.length === 0 ? t('together.would-do') : entry.reasons.map((reason) => title(reason.code)).join(' ')}</p>)}
    </Alert>
  )
}

function Done({ booked, people, onClose }: { booked: readonly Appointment[]; people: readonly Person[]; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  return (
    <SuccessState title={t('booked.done')} actions={<Button kind="primary" onPress={onClose}>{t('series.close')}</Button>}>
      {booked.map((one) => `${people.find((person) => person.personId === one.personId)?.name ?? ''} ${format.dayTime(one.startsAt)}`).join('、')}
    </SuccessState>
  )
}
