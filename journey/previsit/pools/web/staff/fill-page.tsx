import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, useLive } from '#client/index.ts'
import { Bones, Desk, EmptyState, ErrorState, Explain, localDay, Pane, Select, TextField, useFormat, useMinute } from '#ui/index.ts'
import type { Fill, ServiceFill, SessionFill } from '../../contract.ts'
import { FillBar, Legend, useFillWords } from './fill-bar.tsx'
import { usePoolNames } from './names.ts'
import { SessionStoryPane } from './session-story.tsx'
import { Tabs } from './tabs.tsx'
import { useClinicDepartments, useStaff } from './use-staff.ts'
import './pools.css'

/** Each clinic of a department on each day: units by pool, what is taken, what will be; and beside it why a unit is where it is. */
export function Component() {
  const { t } = useTranslation('pools')
  const client = useQueryClient()
  const names = usePoolNames()
  const now = useMinute()
  const staff = useStaff()
  const departments = useClinicDepartments(staff?.institutionId)
  const [search, setSearch] = useSearchParams()
  const change = (name: string, value: string) => setSearch((old) => { const next = new URLSearchParams(old); next.set(name, value); return next }, { replace: true })
  const departmentId = search.get('department') ?? (departments[0] ? String(departments[0].id) : '')
  const from = search.get('from') ?? localDay(now)
  const query = { departmentId, from, days: 7 }
  const read = useQuery({ queryKey: ['pools', 'fill', query], enabled: departmentId !== '', queryFn: () => api.get<Fill>('/api/pools/fill', { query }), refetchInterval: 30_000 })
  useLive(staff ? [`pools:${staff.institutionId}`] : [], () => void client.invalidateQueries({ queryKey: ['pools'] }))
  const chosen = Number(search.get('session') ?? read.data?.services[0]?.sessions[0]?.sessionId ?? 0)
  const pools = [...new Set((read.data?.services ?? []).flatMap((one) => one.sessions.flatMap((session) => session.pools.map((pool) => pool.pool))))]
  return (
    <Desk
      title={t('title')} panes="1fr 400px" actions={<Tabs at="fill" />}
      context={
        <span className="fill-filters">
          <Select label={<span className="sr">{t('fill.department')}</span>} value={departmentId} onChange={(value) => change('department', value)} options={departments.map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))} />
          <TextField type="date" label={<span className="sr">{t('fill.from')}</span>} value={from} onChange={(value) => { if (value) change('from', value) }} />
        </span>
      }
    >
      <Pane label={t('tab.fill')} head={pools.length > 0 ? <Legend pools={pools} /> : undefined}>
        {read.isPending && <Bones cards={[5]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.services.length === 0 && <EmptyState title={t('fill.none')}>{t('fill.none-note')}</EmptyState>}
        {read.data && read.data.services.length > 0 && <FillTable fill={read.data} chosen={chosen} onChoose={(id) => change('session', String(id))} />}
        {read.data?.services.every((one) => one.sessions.every((session) => session.forecast.state === 'not-enough')) && read.data.services.length > 0 && <p className="small muted">{t('fill.none-known')}</p>}
        {read.data && read.data.services.length > 0 && (
          <Explain question={t('fill.how')} lines={[{ label: t('fill.how-past'), value: '' }, { label: t('fill.how-range'), value: '' }, { label: t('fill.how-not'), value: '' }]} />
        )}
      </Pane>
      {chosen ? <SessionStoryPane key={chosen} sessionId={chosen} /> : <Pane label={t('story.title')} paper><EmptyState title={t('story.choose')} /></Pane>}
    </Desk>
  )
}

function FillTable({ fill, chosen, onChoose }: { fill: Fill; chosen: number; onChoose: (sessionId: number) => void }) {
  const { t } = useTranslation('pools')
  const format = useFormat()
  const names = usePoolNames()
  return (
    <div className="grid__wrap">
      <table className="grid fill-table">
        <caption className="sr">{t('tab.fill')}</caption>
        <thead><tr><th scope="col">{t('fill.clinic')}</th>{fill.days.map((day) => <th key={day} scope="col">{format.weekday(day)} {Number(day.slice(5, 7))}/{Number(day.slice(8))}</th>)}</tr></thead>
        <tbody>
          {fill.services.map((service) => (
            <tr key={service.serviceId}>
              <th scope="row">{names.who(service)}<br /><span className="small muted">{service.practitionerName ? names.pick(service.serviceName, service.serviceNameEn) : ''}</span></th>
              {fill.days.map((day) => <td key={day}><DayCell service={service} sessions={service.sessions.filter((one) => one.day === day)} chosen={chosen} onChoose={onChoose} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DayCell({ service, sessions, chosen, onChoose }: { service: ServiceFill; sessions: SessionFill[]; chosen: number; onChoose: (sessionId: number) => void }) {
  const { t } = useTranslation('pools')
  const format = useFormat()
  const names = usePoolNames()
  const words = useFillWords()
  return sessions.map((session) => (
    <button
      key={session.sessionId} type="button" className="fill-cell" aria-pressed={session.sessionId === chosen} onClick={() => onChoose(session.sessionId)}
    >
      <span className="sr">{names.who(service)} {format.date(session.startsAt)}</span>
      <span className="fill-cell__line"><span className="small muted">{t(`half.${session.half}`)}</span><strong>{session.taken}/{session.units}</strong></span>
      <FillBar pools={session.pools} />
      <span className="sr">{words.pools(session.pools)}</span>
      {(session.forecast.state === 'known' || session.status !== 'open') && <span className="small muted">{words.forecast(session)}</span>}
    </button>
  ))
}
