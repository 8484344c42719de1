import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Bones, Button, Desk, EmptyState, ErrorState, List, ListItem, localDay, Pane, Tag, TextField, useFormat, useMinute } from '#ui/index.ts'
import type { Suspension } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'
import { NewSuspension } from './new-suspension.tsx'
import { People } from './people.tsx'
import './suspensions.css'

const tones = { asked: 'warning', ordered: 'now', 'in-force': 'danger', refused: 'neutral', reinstated: 'success', 'not-needed': 'neutral' } as const

/** Clinics that do not take place, and what has become of everybody in them. */
export function Component() {
  const { t } = useTranslation('suspension')
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const [creating, setCreating] = useState(false)
  const now = useMinute()
  const from = search.get('from') ?? localDay(now)
  const chosen = search.get('id')
  const change = (name: string, value: string) => setSearch((old) => { const next = new URLSearchParams(old); next.set(name, value); return next }, { replace: true })
  const staff = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 }).data?.staff
  const read = useQuery({ queryKey: ['suspension', 'list', from], queryFn: () => api.get<Suspension[]>('/api/suspension/suspensions', { query: { from } }) })
  useLive(staff ? [`suspension:${staff.institutionId}`] : [], () => void client.invalidateQueries({ queryKey: ['suspension'] }))
  const mayAsk = staff?.roles.some((role) => role === 'manager' || role === 'physician') ?? false
  const shown = read.data?.find((one) => one.id === chosen) ?? read.data?.[0]
  return (
    <Desk
      title={t('desk.title')} panes="400px 1fr"
      context={<TextField type="date" label={<span className="sr">{t('desk.from')}</span>} value={from} onChange={(value) => { if (value) change('from', value) }} />}
      actions={mayAsk ? <Button kind="primary" icon="plus" onPress={() => setCreating(true)}>{t('desk.new')}</Button> : undefined}
    >
      <Pane label={t('desk.list')}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('desk.none')}>{t('desk.none-note')}</EmptyState>}
        {read.data && read.data.length > 0 && <List label={t('desk.list')}>{read.data.map((one) => <Item key={one.id} suspension={one} selected={one.id === shown?.id} onPress={() => change('id', one.id)} />)}</List>}
      </Pane>
      {shown ? <People key={shown.id} id={shown.id} roles={staff?.roles ?? []} /> : <Pane label={t('desk.people')} paper><EmptyState title={t('desk.choose')}>{t('desk.choose-note')}</EmptyState></Pane>}
      {creating && staff && <NewSuspension staff={staff} onClose={() => setCreating(false)} onDone={(id) => { setCreating(false); change('id', id) }} />}
    </Desk>
  )
}

function Item({ suspension, selected, onPress }: { suspension: Suspension; selected: boolean; onPress: () => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const { pick } = usePlaceNames()
  const { counts } = suspension
  const who = suspension.practitionerName ? pick(suspension.practitionerName, suspension.practitionerNameEn ?? '') : pick(suspension.serviceName, suspension.serviceNameEn)
  return (
    <ListItem
      selected={selected} onPress={onPress} title={<><strong>{who}</strong> {format.day(suspension.startsAt)} {format.timeRange(suspension.startsAt, suspension.endsAt)}</>}
      note={[suspension.periodIds ? t('desk.some', { count: suspension.periodIds.length }) : '', t('desk.people-count', { count: counts.people }), counts.toCall > 0 ? t('desk.to-call', { count: counts.toCall }) : ''].filter(Boolean).join(' · ')}
      end={<Tag tone={tones[suspension.status]}>{t(`status.${suspension.status}`)}</Tag>}
    />
  )
}
