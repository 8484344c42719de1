import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, useLive } from '#client/index.ts'
import { Avatar, Bones, Button, EmptyState, ErrorState, List, ListItem, Page, Segmented, useFormat } from '#ui/index.ts'
import type { AppointmentDetail } from '../../contract.ts'
import { useNames } from '../names.ts'
import { CalendarLinks } from './calendar-links.tsx'
import { StatusTag } from './status-tag.tsx'
import { initialOf, useWhom } from './whom.ts'
import './booking.css'

/** Everybody's appointments in one list: what is to come, and what was. */
export function Component() {
  const { t } = useTranslation('booking')
  const [search, setSearch] = useSearchParams()
  const when = search.get('when') === 'past' ? 'past' : 'upcoming'
  const client = useQueryClient()
  const { members } = useWhom()
  const read = useQuery({ queryKey: ['booking', 'appointments', when], queryFn: () => api.get<AppointmentDetail[]>('/api/booking/appointments', { query: { when } }) })
  useLive(members.map((one) => `person:${one.personId}`), () => void client.invalidateQueries({ queryKey: ['booking'] }))
  return (
    <Page title={t('mine.title')} back="/">
      <Segmented
        label={t('mine.title')} value={when} onChange={(value) => setSearch(value === 'past' ? { when: 'past' } : {}, { replace: true })}
        options={[{ value: 'upcoming', label: t('mine.upcoming') }, { value: 'past', label: t('mine.past') }]}
      />
      {read.isPending && <Bones cards={[3, 3]} />}
      {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && (
        <EmptyState title={t(`mine.none-${when}`)} actions={<Button kind="primary" icon="steth" href="/doctors">{t('mine.find')}</Button>}>{t(`mine.none-${when}-note`)}</EmptyState>
      )}
      {read.data && read.data.length > 0 && (
        <List label={t(`mine.${when}`)}>
          {read.data.map((one) => <Item key={one.id} appointment={one} name={members.length > 1 ? members.find((member) => member.personId === one.personId)?.name : undefined} />)}
        </List>
      )}
      {when === 'upcoming' && <CalendarLinks />}
    </Page>
  )
}

function Item({ appointment, name }: { appointment: AppointmentDetail; name: string | undefined }) {
  const format = useFormat()
  const names = useNames()
  const { place } = appointment
  return (
    <ListItem
      href={`/appointments/${appointment.institutionId}/${appointment.id}`} done={appointment.status === 'cancelled'}
      start={<Avatar name={name ? initialOf(name) : names.who(place).slice(0, 1)} tone={name ? 'warm' : 'plain'} />}
      title={<><strong>{format.dayTime(appointment.startsAt)}</strong> <span className="nowrap">{names.who(place)}</span></>}
      note={[name, names.department(place), names.hospital(place)].filter(Boolean).join(' · ')} end={<StatusTag appointment={appointment} />}
    />
  )
}
