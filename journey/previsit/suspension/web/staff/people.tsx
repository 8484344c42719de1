import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, Counts, EmptyState, ErrorState, Grid, Pane, Tag, useFormat } from '#ui/index.ts'
import type { AffectedPerson, Suspension, SuspensionDetail } from '../../contract.ts'
import { CallSheet } from './call-sheet.tsx'

const tones = { open: 'warning', rebooked: 'success', declined: 'neutral', reinstated: 'success' } as const

/** Everybody in one suspension, as a worklist: who still has to be called comes with a button. */
export function People({ id, roles }: { id: string; roles: readonly string[] }) {
  const { t } = useTranslation('suspension')
  const [calling, setCalling] = useState<AffectedPerson>()
  const read = useQuery({ queryKey: ['suspension', 'detail', id], queryFn: () => api.get<SuspensionDetail>(`/api/suspension/suspensions/${id}`), refetchInterval: 15_000 })
  if (!read.data) return <Pane label={t('desk.people')}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[5]} />}</Pane>
  const { suspension, people } = read.data
  const decides = roles.includes('manager')
  return (
    <Pane label={t('desk.people')} head={<Tally suspension={suspension} />}>
      <div className="stack">
        <About suspension={suspension} />
        {decides && suspension.status === 'asked' && <Decide id={id} />}
        {people.length === 0 && <EmptyState title={t('people.none')}>{t(suspension.status === 'asked' ? 'people.asked-note' : 'people.none-note')}</EmptyState>}
        {people.length > 0 && <PeopleTable people={people} onCall={setCalling} />}
        {decides && read.data.mayReinstate && <TakeBack id={id} />}
      </div>
      {calling && <CallSheet suspension={suspension} person={people.find((one) => one.appointmentId === calling.appointmentId) ?? calling} mayRebook={roles.some((role) => role !== 'physician')} onClose={() => setCalling(undefined)} />}
    </Pane>
  )
}

function Tally({ suspension: { counts } }: { suspension: Suspension }) {
  const { t } = useTranslation('suspension')
  return (
    <Counts counts={[
      { label: t('count.people'), value: counts.people }, { label: t('count.told'), value: counts.told }, { label: t('count.rebooked'), value: counts.rebooked },
      { label: t('count.declined'), value: counts.declined }, { label: t('count.open'), value: counts.open }, { label: t('count.to-call'), value: counts.toCall },
    ]} />
  )
}

function About({ suspension }: { suspension: Suspension }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const parts = [t(`reason.${suspension.reason}`), suspension.note, suspension.askedByName ? t('people.by', { name: suspension.askedByName, when: format.dayTime(suspension.askedAt) }) : format.dayTime(suspension.askedAt)]
  return (
    <>
      <p className="muted">{parts.filter(Boolean).join(' · ')}</p>
      {suspension.here > 0 && <Alert tone="warning" title={t('new.here', { count: suspension.here })} />}
    </>
  )
}

function PeopleTable({ people, onCall }: { people: AffectedPerson[]; onCall: (person: AffectedPerson) => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const told = (one: AffectedPerson) => (one.toldAt === null ? t('people.telling') : one.phones === 0 ? t('people.no-phone') : t('people.told', { time: format.time(one.toldAt) }))
  return (
    <Grid
      caption={t('desk.people')} rows={people} rowKey={(one) => one.appointmentId} rowState={(one) => (one.needsCall ? 'late' : undefined)}
      columns={[
        { key: 'time', title: t('people.time'), cell: (one) => format.time(one.startsAt) },
        { key: 'name', title: t('people.name'), rowHeader: true, cell: (one) => <>{one.name} <span className="muted small">{t('people.age', { age: one.age })}</span></> },
        { key: 'phone', title: t('people.phone'), cell: (one) => one.phoneMasked || '—' },
        { key: 'told', title: t('people.message'), cell: told },
        { key: 'money', title: t('people.refund'), cell: (one) => t(`refund-short.${one.refund.state}`) },
        { key: 'state', title: t('people.state'), cell: (one) => (
          <><Tag tone={tones[one.state]}>{t(`state.${one.state}`)}</Tag>{one.newAppointment?.startsAt && <span className="small muted"> {format.dayTime(one.newAppointment.startsAt)}</span>}
            {one.state === 'open' && one.offeredUntil && <span className="small muted"> {t('people.kept-until', { when: format.dayTime(one.offeredUntil) })}</span>}</>
        ) },
        { key: 'act', title: <span className="sr">{t('people.call')}</span>, cell: (one) => one.state === 'open' && (
          <Button small kind={one.needsCall ? 'primary' : 'quiet'} icon="phone" onPress={() => onCall(one)}>{one.calls[0] ? t(`call.${one.calls[0].outcome}`) : t('people.call')}</Button>
        ) },
      ]}
    />
  )
}

function Decide({ id }: { id: string }) {
  const { t } = useTranslation('suspension')
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: (yes: boolean) => api.post(`/api/suspension/suspensions/${id}/decide`, { body: { yes } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['suspension'] }),
  })
  return (
    <Alert tone="warning" title={t('decide.title')} action={<><Button kind="danger-line" busy={decide.isPending} onPress={() => decide.mutate(true)}>{t('decide.yes')}</Button><Button kind="quiet" busy={decide.isPending} onPress={() => decide.mutate(false)}>{t('decide.no')}</Button></>}>
      {isProblem(decide.error) ? decide.error.title : t('decide.note')}
    </Alert>
  )
}

function TakeBack({ id }: { id: string }) {
  const { t } = useTranslation('suspension')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const back = useMutation({
    mutationFn: () => api.post(`/api/suspension/suspensions/${id}/reinstate`, { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['suspension'] }),
    onSuccess: () => setAsking(false),
  })
  return (
    <div>
      <Button kind="quiet" icon="undo" onPress={() => setAsking(true)}>{t('back.open')}</Button>
      {asking && (
        <ConfirmDialog title={t('back.title')} confirm={t('back.confirm')} keep={t('back.keep')} busy={back.isPending} onConfirm={() => back.mutate()} onKeep={() => setAsking(false)} error={isProblem(back.error) ? <Alert tone="danger" title={back.error.title} /> : undefined}>
          <p>{t('back.note')}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
