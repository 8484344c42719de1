import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, useLive } from '#client/index.ts'
import { Bones, Button, Counts, Desk, EmptyState, ErrorState, Grid, localDay, Pane, Select, Tag, TextField, useFormat, useMinute } from '#ui/index.ts'
import type { DayListEntry } from '../../contract.ts'
import { useNames } from '../names.ts'
import { ChangeSheet } from './change-sheet.tsx'
import { deskPools } from './desk-pools.ts'
import { SaidTag, useSaid } from './said.tsx'
import { useDepartments } from './use-departments.ts'
import { useWorkplace } from './use-institution.ts'

/** The desk's day: who is booked with whom and when; beside it, booking for somebody at the window or on the telephone. */
export function Component() {
  const { t } = useTranslation('booking')
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const [chosen, setChosen] = useState<DayListEntry>()
  const now = useMinute()
  const day = search.get('day') ?? localDay(now)
  const departmentId = search.get('department') ?? ''
  const institutionId = useWorkplace()?.institutionId
  const change = (name: string, value: string) => setSearch((old) => {
    const next = new URLSearchParams(old)
    if (value === '') next.delete(name)
    else next.set(name, value)
    return next
  }, { replace: true })
  const read = useQuery({
    queryKey: ['booking', 'day', day, departmentId],
    queryFn: () => api.get<DayListEntry[]>(`/api/booking/days/${day}`, { query: { departmentId: departmentId || undefined } }),
  })
  useLive(institutionId === undefined ? [] : [`booking:${institutionId}:${day}`], () => void client.invalidateQueries({ queryKey: ['booking', 'day'] }))
  return (
    <Desk title={t('desk.title')} actions={<Button kind="primary" icon="plus" href={`/call-desk?day=${day}`}>{t('desk.book')}</Button>} context={<Filters day={day} departmentId={departmentId} institutionId={institutionId} onChange={change} />}>
      <Pane label={t('desk.list')} head={read.data && <DayCounts entries={read.data} />}>
        {read.isPending && <Bones cards={[5]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('desk.none')}>{t('desk.none-note')}</EmptyState>}
        {read.data && read.data.length > 0 && <DayTable day={day} entries={read.data} onChange={setChosen} />}
      </Pane>
      {chosen && <ChangeSheet entry={{ ...chosen, title: chosen.person?.name ?? '', pools: deskPools }} onClose={() => setChosen(undefined)} />}
    </Desk>
  )
}

function Filters(props: { day: string; departmentId: string; institutionId: number | undefined; onChange: (name: string, value: string) => void }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const departments = useDepartments(props.institutionId)
  return (
    <div className="row">
      <TextField type="date" label={<span className="sr">{t('desk.day')}</span>} value={props.day} onChange={(value) => props.onChange('day', value)} />
      <Select
        label={<span className="sr">{t('desk.department')}</span>} empty={t('desk.all-departments')} value={props.departmentId} onChange={(value) => props.onChange('department', value)}
        options={departments.map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))}
      />
    </div>
  )
}

function DayCounts({ entries }: { entries: readonly DayListEntry[] }) {
  const { t } = useTranslation('booking')
  const count = (...of: readonly string[]) => entries.filter((one) => of.includes(one.status)).length
  return (
    <Counts counts={[
      { label: t('desk.booked'), value: entries.length }, { label: t('status.arrived'), value: count('arrived') },
      { label: t('status.fulfilled'), value: count('fulfilled') }, { label: t('status.no-show'), value: count('no-show') },
    ]} />
  )
}

function DayTable({ day, entries, onChange }: { day: string; entries: DayListEntry[]; onChange: (entry: DayListEntry) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const said = useSaid(day)
  const tones = { booked: 'success', arrived: 'now', 'no-show': 'warning' } as const
  return (
    <Grid
      caption={t('desk.list')} rows={entries} rowKey={(one) => one.id}
      columns={[
        { key: 'time', title: t('desk.time'), cell: (one) => format.time(one.startsAt) },
        {
          key: 'person', title: t('confirm.whom'), rowHeader: true,
          cell: (one) => (one.person ? <>{one.person.name} <span className="muted small">{t(`sex.${one.person.sex}`)} {t('desk.age', { age: one.person.age })}</span></> : <span className="muted">{t('desk.entering')}</span>),
        },
        { key: 'phone', title: t('hospitals.phone'), cell: (one) => one.person?.phoneMasked },
        { key: 'doctor', title: t('check.doctor'), cell: (one) => names.pick(one.practitionerName ?? one.serviceName, one.practitionerNameEn ?? one.serviceNameEn) },
        { key: 'pool', title: t('desk.pool'), cell: (one) => t(`pool-name.${one.pool}`) },
        {
          key: 'channel', title: t('desk.channel'),
          cell: (one) => <>{t(`channel.${one.channel}`, { defaultValue: one.channel })}{one.origin?.kind === 'consortium' && <span className="caption muted" style={{ display: 'block' }}>{t('desk.sent-by', { who: names.pick(one.origin.fromInstitutionName, one.origin.fromInstitutionNameEn), reason: one.origin.reason })}</span>}</>,
        },
        { key: 'status', title: t('desk.status'), cell: (one) => <><Tag tone={tones[one.status as keyof typeof tones] ?? 'neutral'}>{t(`status.${one.status}`)}</Tag>{one.status === 'booked' && <SaidTag answer={said.get(one.id)} />}</> },
        { key: 'act', title: <span className="sr">{t('desk.change')}</span>, cell: (one) => one.status === 'booked' && <Button small kind="quiet" onPress={() => onChange(one)}>{t('desk.change')}</Button> },
      ]}
    />
  )
}
