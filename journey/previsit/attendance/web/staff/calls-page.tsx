import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, isProblem, useLive } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, Counts, Desk, EmptyState, ErrorState, Grid, localDay, Pane, Tag, UndoBar, useFormat, useMinute } from '#ui/index.ts'
import type { CallEntry, CallResult, DayAnswer } from '../../contract.ts'
import { useNames } from '../names.ts'
import { DayField, Tabs, useDesk } from './parts.tsx'

const TOMORROW_MS = 86_400_000

/** Whom to ring about the visits of a day, and what the others have said by themselves. */
export function Component() {
  const { t } = useTranslation('attendance')
  const client = useQueryClient()
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const day = search.get('day') ?? localDay(now + TOMORROW_MS)
  const { institutionId } = useDesk()
  const calls = useQuery({ queryKey: ['attendance', 'calls', day], queryFn: () => api.get<CallEntry[]>(`/api/attendance/days/${day}/calls`) })
  const answers = useQuery({ queryKey: ['attendance', 'answers', day], queryFn: () => api.get<DayAnswer[]>(`/api/attendance/days/${day}/answers`) })
  useLive(institutionId === undefined ? [] : [`booking:${institutionId}:${day}`], () => void client.invalidateQueries({ queryKey: ['attendance'] }))
  return (
    <Desk title={t('title')} actions={<Tabs />} context={<DayField day={day} onChange={(value) => setSearch({ day: value }, { replace: true })} />}>
      <Pane label={t('calls.list')} head={answers.data && <DayCounts answers={answers.data} calls={calls.data ?? []} />}>
        {calls.isPending && <Bones cards={[5]} />}
        {calls.isError && <ErrorState problem={calls.error} onRetry={() => void calls.refetch()} />}
        {calls.data?.length === 0 && <EmptyState title={t('calls.none')}>{t('calls.none-note')}</EmptyState>}
        {calls.data && calls.data.length > 0 && <CallList calls={calls.data} />}
      </Pane>
    </Desk>
  )
}

function DayCounts({ answers, calls }: { answers: readonly DayAnswer[]; calls: readonly CallEntry[] }) {
  const { t } = useTranslation('attendance')
  const count = (answer: DayAnswer['answer']) => answers.filter((one) => one.answer === answer).length
  return (
    <Counts counts={[
      { label: t('calls.open'), value: calls.filter((one) => !one.closed).length }, { label: t('answer.confirmed'), value: count('confirmed') },
      { label: t('answer.on-my-way'), value: count('on-my-way') }, { label: t('answer.cancelled'), value: count('cancelled') },
    ]} />
  )
}

function CallList({ calls }: { calls: CallEntry[] }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const names = useNames()
  const { mark, reopen, cancelling, setCancelling, marked, setMarked } = useMarking()
  return (
    <>
      <p className="muted small">{t('calls.why')}</p>
      {mark.isError && isProblem(mark.error) && <Alert tone="danger" title={mark.error.title} />}
      <Grid
        caption={t('calls.list')} rows={calls} rowKey={(one) => one.appointmentId}
        columns={[
          { key: 'time', title: t('calls.time'), cell: (one) => format.time(one.startsAt) },
          {
            key: 'person', title: t('calls.person'), rowHeader: true,
            cell: (one) => (one.person ? <>{one.person.name} <span className="muted small">{t('calls.age', { age: one.person.age })}</span></> : <span className="muted">–</span>),
          },
          { key: 'phone', title: t('calls.phone'), cell: (one) => <Phone entry={one} /> },
          { key: 'where', title: t('calls.where'), cell: (one) => [names.department(one), one.doctor === null ? '' : names.who(one)].filter(Boolean).join(' ') },
          { key: 'reason', title: t('calls.reason'), cell: (one) => <Tag tone={one.reason === 'no-phone' ? 'warning' : 'info'}>{t(`reason.${one.reason}`)}</Tag> },
          { key: 'state', title: t('calls.state'), cell: (one) => <State entry={one} /> },
          { key: 'act', title: t('calls.result'), cell: (one) => !one.closed && <Marks busy={mark.isPending} onMark={(result) => (result === 'cancelled' ? setCancelling(one) : mark.mutate({ entry: one, result }))} /> },
        ]}
      />
      {cancelling && (
        <ConfirmDialog
          title={t('calls.cancel-title', { name: cancelling.person?.name ?? '', when: format.dayTime(cancelling.startsAt) })} confirm={t('calls.cancel-do')} keep={t('calls.cancel-keep')} busy={mark.isPending}
          onKeep={() => setCancelling(undefined)} onConfirm={() => mark.mutate({ entry: cancelling, result: 'cancelled' })}
        >
          <p>{t('calls.cancel-note')}</p>
        </ConfirmDialog>
      )}
      {marked && <UndoBar key={marked} onUndo={() => reopen.mutate(marked)} onGone={() => setMarked(undefined)}>{t('calls.marked')}</UndoBar>}
    </>
  )
}

function useMarking() {
  const client = useQueryClient()
  const [cancelling, setCancelling] = useState<CallEntry>()
  const [marked, setMarked] = useState<string>()
  const again = () => client.invalidateQueries({ queryKey: ['attendance'] })
  const mark = useMutation({
    mutationFn: ({ entry, result }: { entry: CallEntry; result: CallResult }) => api.post(`/api/attendance/calls/${entry.appointmentId}/mark`, { body: { result } }),
    onSettled: again,
    onSuccess: (_, { entry, result }) => {
      setCancelling(undefined)
      // What changed the appointment itself is not undone by a slip of the list.
      setMarked(result === 'confirmed' || result === 'cancelled' ? undefined : entry.appointmentId)
    },
  })
  const reopen = useMutation({
    mutationFn: (appointmentId: string) => api.post(`/api/attendance/calls/${appointmentId}/reopen`),
    onSettled: again,
    onSuccess: () => setMarked(undefined),
  })
  return { mark, reopen, cancelling, setCancelling, marked, setMarked }
}

/** Masked until somebody is about to ring it. */
function Phone({ entry }: { entry: CallEntry }) {
  const { t } = useTranslation('attendance')
  const read = useMutation({ mutationFn: () => api.get<{ phone: string | null }>(`/api/attendance/calls/${entry.appointmentId}/number`) })
  if (!entry.person?.phoneMasked) return <span className="muted">{t('calls.no-phone')}</span>
  if (read.data?.phone) return <a href={`tel:${read.data.phone}`}>{read.data.phone}</a>
  return <>{entry.person.phoneMasked} {!entry.closed && <Button small kind="quiet" busy={read.isPending} onPress={() => read.mutate()}>{t('calls.show-phone')}</Button>}</>
}

function State({ entry }: { entry: CallEntry }) {
  const { t } = useTranslation('attendance')
  if (entry.result === null) return <span className="muted">{t('calls.not-yet')}</span>
  return <>{t(`result.${entry.result}`)}{entry.tries > 1 && <span className="muted small"> {t('calls.tries', { count: entry.tries })}</span>}</>
}

const choices = ['confirmed', 'cancelled', 'wants-another-time', 'no-answer', 'wrong-number'] as const

function Marks({ busy, onMark }: { busy: boolean; onMark: (result: CallResult) => void }) {
  const { t } = useTranslation('attendance')
  return (
    <div className="attendance-marks">
      {choices.map((result) => <Button key={result} small kind={result === 'confirmed' ? 'soft' : 'quiet'} disabled={busy} onPress={() => onMark(result)}>{t(`mark.${result}`)}</Button>)}
    </div>
  )
}
