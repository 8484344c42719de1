import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, Counts, Desk, EmptyState, ErrorState, localDay, Pane, QueueRow, Tag, useFormat, useMinute } from '#ui/index.ts'
import type { DayAdvice, Decision, SessionAdvice } from '../../contract.ts'
import { useNames } from '../names.ts'
import { DistributionChart } from './distribution-chart.tsx'
import { DayField, Tabs, tenth } from './parts.tsx'

const TOMORROW_MS = 86_400_000

/** How many more units a clinic could give out without making anybody wait too long; a manager decides. */
export function Component() {
  const { t } = useTranslation('attendance')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const day = search.get('day') ?? localDay(now + TOMORROW_MS)
  const change = (name: string, value: string) => setSearch((old) => {
    const next = new URLSearchParams(old)
    next.set(name, value)
    if (name === 'day') next.delete('session')
    return next
  }, { replace: true })
  const read = useQuery({ queryKey: ['attendance', 'advice', day], queryFn: () => api.get<DayAdvice>(`/api/attendance/days/${day}/advice`) })
  const sessions = read.data?.sessions ?? []
  const chosen = sessions.find((one) => String(one.sessionId) === search.get('session')) ?? sessions[0]
  return (
    <Desk title={t('tab.advice')} panes="minmax(280px, 400px) 1fr" actions={<Tabs />} context={<DayField day={day} onChange={(value) => change('day', value)} />}>
      <Pane label={t('advice.sessions')} head={read.data && <DayCounts sessions={sessions} />}>
        {read.isPending && <Bones cards={[5]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && sessions.length === 0 && <EmptyState title={t('advice.none')}>{t('advice.none-note')}</EmptyState>}
        <ul className="attendance-sessions">
          {sessions.map((one) => <SessionRow key={one.sessionId} session={one} selected={one === chosen} onPress={() => change('session', String(one.sessionId))} />)}
        </ul>
      </Pane>
      <Pane label={t('advice.one')} paper>{chosen && read.data && <One key={chosen.sessionId} day={read.data} session={chosen} />}</Pane>
    </Desk>
  )
}

function DayCounts({ sessions }: { sessions: readonly SessionAdvice[] }) {
  const { t } = useTranslation('attendance')
  const sum = (of: (one: SessionAdvice) => number) => sessions.reduce((total, one) => total + of(one), 0)
  return (
    <Counts counts={[
      { label: t('advice.booked'), value: sum((one) => one.taken) }, { label: t('advice.expected'), value: Math.round(sum((one) => one.expected)) },
      { label: t('advice.extra'), value: sum((one) => (one.decided ? 0 : one.extra)) },
    ]} />
  )
}

function SessionRow({ session, selected, onPress }: { session: SessionAdvice; selected: boolean; onPress: () => void }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const names = useNames()
  const end = session.decided ? t(`decided.${session.decided.decision}`, { count: session.decided.added }) : session.extra > 0 ? `+${session.extra}` : '–'
  return (
    <QueueRow
      number={format.time(session.startsAt)} name={titleOf(session, names)} about={session.doctor === null ? undefined : names.department(session)} selected={selected} onPress={onPress}
      note={t('advice.row', { taken: session.taken, units: session.units, expected: tenth(session.expected) })} end={end}
    />
  )
}

function One({ day, session }: { day: DayAdvice; session: SessionAdvice }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const names = useNames()
  return (
    <div className="stack">
      <h2>{titleOf(session, names)} <span className="muted">{names.department(session)} {format.time(session.startsAt)}–{format.time(session.endsAt)}</span></h2>
      <Counts counts={[
        { label: t('advice.units'), value: session.units }, { label: t('advice.booked'), value: session.taken },
        { label: t('advice.expected'), value: tenth(session.expected) }, { label: t('advice.extra'), value: session.extra },
      ]} />
      <DistributionChart distribution={session.distribution} units={session.units} />
      {(session.because === null || session.because === 'bound-reached') && <p>{t('advice.promise', { minutes: day.waitMinutes, limit: percent(day.breakingAtMost), now: percent(session.breakingNow), after: percent(session.breakingThen) })}</p>}
      {session.because && <Alert tone="neutral" title={t(`because.${session.because}`)} />}
      {session.extra > 0 && !session.decided && <Periods session={session} />}
      {session.decided ? <Decided session={session} /> : session.extra > 0 && <Decide session={session} />}
      <p className="muted small">{t('advice.nobody')}</p>
    </div>
  )
}

function Periods({ session }: { session: SessionAdvice }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  return (
    <ul className="attendance-periods" aria-label={t('advice.periods')}>
      {session.periods.filter((one) => one.extra > 0).map((one) => (
        <li key={one.periodId}><span>{format.time(one.startsAt)}</span><b>+{one.extra}</b><span className="muted">{t('advice.period', { taken: one.taken, expected: tenth(one.expected) })}</span></li>
      ))}
    </ul>
  )
}

function Decide({ session }: { session: SessionAdvice }) {
  const { t } = useTranslation('attendance')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const decide = useMutation({
    mutationFn: (decision: Decision['decision']) => api.post<{ added: number }>(`/api/attendance/sessions/${session.sessionId}/decision`, {
      body: { decision, units: session.periods.filter((one) => one.extra > 0).map(({ periodId, extra }) => ({ periodId, units: extra })) } satisfies Decision,
    }),
    onSettled: () => client.invalidateQueries({ queryKey: ['attendance'] }),
    onSuccess: () => setAsking(false),
  })
  const fault = isProblem(decide.error) ? <Alert tone="danger" title={decide.error.title} /> : undefined
  return (
    <>
      <div className="buttons">
        <Button kind="primary" icon="plus" onPress={() => setAsking(true)}>{t('advice.accept', { count: session.extra })}</Button>
        <Button kind="quiet" busy={decide.isPending && !asking} onPress={() => decide.mutate('declined')}>{t('advice.decline')}</Button>
      </div>
      {!asking && fault}
      {asking && (
        <ConfirmDialog title={t('advice.accept-title', { count: session.extra })} confirm={t('advice.accept', { count: session.extra })} keep={t('advice.keep')} busy={decide.isPending}
          onKeep={() => { setAsking(false); decide.reset() }} onConfirm={() => decide.mutate('accepted')} error={fault}>
          <p>{t('advice.accept-note')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function Decided({ session }: { session: SessionAdvice }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const { decision, added, at, came, waitedLonger } = session.decided!
  return (
    <>
      <Alert tone={decision === 'accepted' ? 'success' : 'neutral'} title={t(`decided.${decision}`, { count: added })}>{format.dayTime(at)}</Alert>
      {decision === 'accepted' && came !== null && <p>{t('advice.came', { came })} <Tag tone={waitedLonger ? 'warning' : 'success'}>{t(waitedLonger ? 'advice.waited' : 'advice.held')}</Tag></p>}
    </>
  )
}

/** The doctor, or the clinic where whoever is on duty sees patients. */
function titleOf(session: SessionAdvice, names: ReturnType<typeof useNames>): string {
  return session.doctor === null ? names.pick(session.service, session.serviceEn) : names.who(session)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
