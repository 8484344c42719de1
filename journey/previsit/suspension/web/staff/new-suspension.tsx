import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { InstitutionPage } from '#journey/throughout/directory/contract.ts'
import { Alert, Bones, Button, Checkbox, EmptyState, localDay, Select, Sheet, TextField, useFormat } from '#ui/index.ts'
import { type SessionToSuspend, type Suspension, suspensionReasons, type SuspensionReason } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'

type Staff = NonNullable<SessionState['staff']>

/** Which sessions, whom they touch, why: nothing happens before the last button, which says how many people it is about. */
export function NewSuspension({ staff, onClose, onDone }: { staff: Staff; onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTranslation('suspension')
  const decides = staff.roles.includes('manager')
  const today = localDay(Date.now())
  const [departmentId, setDepartmentId] = useState('')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState(today)
  const [chosen, setChosen] = useState<ReadonlyMap<number, readonly number[] | null>>(new Map())
  const [reason, setReason] = useState<SuspensionReason>('illness')
  const [note, setNote] = useState('')
  const ask = decides ? departmentId !== '' : true
  const query = { from, to: to < from ? from : to, ...(decides ? { departmentId } : { practitionerId: staff.staffId }) }
  const read = useQuery({ queryKey: ['suspension', 'sessions', query], enabled: ask, queryFn: () => api.get<SessionToSuspend[]>('/api/suspension/sessions', { query }) })
  const open = (read.data ?? []).filter((one) => one.status === 'open')
  const people = open.reduce((sum, one) => sum + peopleIn(one, chosen.get(one.sessionId)), 0)
  const here = open.reduce((sum, one) => sum + (chosen.has(one.sessionId) ? one.here : 0), 0)
  const order = useOrder(chosen, reason, note, onDone)
  return (
    <Sheet title={t('new.title')} onClose={onClose}>
      <div className="stack">
        <div className="suspension-form">
          {decides && <Departments institutionId={staff.institutionId} value={departmentId} onChange={setDepartmentId} />}
          <TextField type="date" label={t('new.from')} value={from} onChange={setFrom} />
          <TextField type="date" label={t('new.to')} value={to < from ? from : to} onChange={setTo} />
        </div>
        {!ask && <p className="muted">{t('new.department-first')}</p>}
        {ask && read.isPending && <Bones cards={[3]} />}
        {ask && read.data && open.length === 0 && <EmptyState title={t('new.none')}>{t('new.none-note')}</EmptyState>}
        <ul className="suspension-sessions">{open.map((one) => <SessionRow key={one.sessionId} session={one} chosen={chosen} onChange={setChosen} />)}</ul>
        <Select label={t('new.reason')} value={reason} onChange={(value) => setReason(value as SuspensionReason)} options={suspensionReasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))} />
        <TextField label={t('new.note')} hint={t('new.note-hint')} value={note} onChange={setNote} maxLength={200} />
        {chosen.size > 0 && <Alert tone="warning" title={t('new.affects', { count: people, sessions: chosen.size })}>{here > 0 ? t('new.here', { count: here }) : t('new.what-happens')}</Alert>}
        {isProblem(order.error) && <Alert tone="danger" title={order.error.title} />}
        <Button kind="danger-line" block disabled={chosen.size === 0} busy={order.isPending} onPress={() => order.mutate()}>{t(decides ? 'new.do' : 'new.ask', { count: people })}</Button>
      </div>
    </Sheet>
  )
}

function useOrder(chosen: ReadonlyMap<number, readonly number[] | null>, reason: SuspensionReason, note: string, onDone: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<Suspension[]>('/api/suspension/suspensions', {
      body: { reason, note, sessions: [...chosen].map(([sessionId, periodIds]) => ({ sessionId, ...(periodIds ? { periodIds } : {}) })) },
    }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['suspension'] })
      for (const { id } of made.slice(0, 1)) onDone(id)
    },
  })
}

/** People of a session, or of the chosen periods of it. */
function peopleIn(session: SessionToSuspend, chosen: readonly number[] | null | undefined): number {
  if (chosen === undefined) return 0
  if (chosen === null) return session.people
  return session.periods.filter((one) => chosen.includes(one.periodId)).reduce((sum, one) => sum + one.people, 0)
}

function SessionRow({ session, chosen, onChange }: { session: SessionToSuspend; chosen: ReadonlyMap<number, readonly number[] | null>; onChange: (chosen: ReadonlyMap<number, readonly number[] | null>) => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const { pick } = usePlaceNames()
  const mine = chosen.get(session.sessionId)
  const put = (value: readonly number[] | null | undefined) => {
    const next = new Map(chosen)
    if (value === undefined) next.delete(session.sessionId)
    else next.set(session.sessionId, value)
    onChange(next)
  }
  const toggle = (periodId: number, on: boolean) => {
    const before = mine ?? []
    const after = on ? [...before, periodId] : before.filter((one) => one !== periodId)
    put(after.length === 0 ? undefined : after)
  }
  const who = session.practitionerName ? pick(session.practitionerName, session.practitionerNameEn ?? '') : pick(session.serviceName, session.serviceNameEn)
  return (
    <li>
      <Checkbox
        checked={mine === null} onChange={(on) => put(on ? null : undefined)}
        label={<><strong>{who}</strong> {format.date(session.startsAt)} {format.timeRange(session.startsAt, session.endsAt)} · {t('desk.people-count', { count: session.people })}{session.here > 0 && ` · ${t('new.here-short', { count: session.here })}`}</>}
      />
      {mine !== null && (
        <details open={mine !== undefined}>
          <summary>{t('new.some')}</summary>
          <div className="suspension-periods">
            {session.periods.map((one) => (
              <Checkbox key={one.periodId} checked={mine?.includes(one.periodId) ?? false} onChange={(on) => toggle(one.periodId, on)} label={<>{format.time(one.startsAt)} <span className="muted small">{one.people}</span></>} />
            ))}
          </div>
        </details>
      )}
    </li>
  )
}

function Departments({ institutionId, value, onChange }: { institutionId: number; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('suspension')
  const { pick } = usePlaceNames()
  const read = useQuery({ queryKey: ['directory', 'institution', String(institutionId)], queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`) })
  const options = (read.data?.departments ?? []).flatMap((one) => [one, ...one.children]).filter((one) => one.feeFromCents !== null)
  return <Select label={t('new.department')} empty={t('new.choose')} value={value} onChange={onChange} options={options.map((one) => ({ value: String(one.id), label: pick(one.name, one.nameEn) }))} />
}
