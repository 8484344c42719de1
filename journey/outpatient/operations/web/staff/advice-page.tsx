import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Pane, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Advice, Decision } from '../../contract.ts'
import { useNames } from './operations-data.ts'
import { Tabs } from './tabs.tsx'

/** Where another doctor or an evening session would help, played before and after; and what became of earlier advice. */
export function Component() {
  const { t } = useTranslation('operations')
  const read = useQuery({ queryKey: ['operations', 'advice'], queryFn: () => api.get<Advice[]>('/api/operations/advice') })
  const open = read.data?.filter((one) => one.outcome === null) ?? []
  const over = read.data?.filter((one) => one.outcome !== null) ?? []
  return (
    <Desk title={t('advice.title')} panes="1fr 420px" actions={<Tabs />}>
      <Pane label={t('advice.title')} paper>
        <p className="small muted">{t('advice.note')}</p>
        {read.isPending && <Bones cards={[4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && open.length === 0 && <EmptyState title={t('advice.none')}>{t('advice.none-note')}</EmptyState>}
        <div className="op-advice">{open.map((one) => <One key={one.id} advice={one} />)}</div>
      </Pane>
      <Pane label={t('advice.over')} head={<h2>{t('advice.over')}</h2>}>
        {read.data && over.length === 0 && <p className="muted">{t('advice.over-none')}</p>}
        {over.map((one) => <Over key={one.id} advice={one} />)}
      </Pane>
    </Desk>
  )
}

function useWords() {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const names = useNames()
  return {
    title: (one: Advice) => t(`advice.${one.kind}`, { name: names.of(one), day: format.day(one.day), from: one.fromHour, to: one.toHour }),
    from: (one: Advice) => one.kind === 'staffing' && (one.movedFrom ? t('advice.from', { name: names.of(one.movedFrom) }) : t('advice.from-nobody')),
  }
}

function One({ advice }: { advice: Advice }) {
  const { t } = useTranslation('operations')
  const words = useWords()
  const client = useQueryClient()
  const [declining, setDeclining] = useState(false)
  const [reason, setReason] = useState('')
  const decide = useMutation<Advice[], Problem, Decision>({
    mutationFn: (body) => api.post<Advice[]>(`/api/operations/advice/${advice.id}/decision`, { body }), onSettled: () => client.invalidateQueries({ queryKey: ['operations', 'advice'] }), onSuccess: () => setDeclining(false),
  })
  const { before, after } = advice
  return (
    <article className="card stack" aria-label={words.title(advice)}>
      <div className="row row--wrap"><h2 className="grow">{words.title(advice)}</h2>{advice.status !== 'open' && <Tag tone={advice.status === 'accepted' ? 'success' : 'neutral'}>{t(`advice.${advice.status}`)}</Tag>}</div>
      <p>{t('advice.reason', { hour: advice.reason.worstHour, arrivals: advice.reason.arrivals, room: advice.reason.room })} {words.from(advice)}</p>
      <div className="op-effect">
        <span className="small muted">{t('advice.p90')}</span><span><b>{Math.round(before.p90Wait)}</b> → <b>{Math.round(after.p90Wait)}</b> {t('minutes')}</span>
        <span className="small muted">{t('advice.mean')}</span><span>{Math.round(before.meanWait)} → {Math.round(after.meanWait)} {t('minutes')}</span>
        <span className="small muted">{t('advice.unseen')}</span><span>{before.unseen} → {after.unseen}</span>
      </div>
      {decide.isError && <Alert tone="warning">{decide.error.title}</Alert>}
      {advice.status === 'open' && <div className="row row--wrap"><Button kind="soft" busy={decide.isPending && !declining} onPress={() => decide.mutate({ decision: 'accepted', reason: '' })}>{t('advice.accept')}</Button><Button onPress={() => setDeclining(true)}>{t('advice.decline')}</Button></div>}
      {advice.status === 'accepted' && <p className="small">{t('advice.then')} <Button small kind="soft" href="/schedules">{t('advice.schedules')}</Button></p>}
      {advice.decision && <p className="small muted">{advice.decision}</p>}
      {declining && (
        <Sheet title={t('advice.decline-title')} onClose={() => setDeclining(false)}>
          <div className="stack">
            <TextField label={t('advice.why')} hint={t('advice.why-hint')} value={reason} maxLength={300} onChange={setReason} />
            <Button kind="primary" busy={decide.isPending} disabled={reason.trim().length < 2} onPress={() => decide.mutate({ decision: 'declined', reason })}>{t('advice.decline')}</Button>
          </div>
        </Sheet>
      )}
    </article>
  )
}

function Over({ advice }: { advice: Advice }) {
  const { t } = useTranslation('operations')
  const words = useWords()
  const { outcome, before, after, status } = advice
  if (!outcome) return null
  return (
    <article className="card stack stack--tight">
      <div className="row row--wrap"><b className="grow small">{words.title(advice)}</b><Tag tone={status === 'accepted' ? 'success' : 'neutral'}>{t(`advice.${status}`)}</Tag></div>
      <p className="small">{t('advice.came', { arrived: outcome.arrived, expected: outcome.expected })}</p>
      <p className="small muted">{outcome.p90Wait === null ? t('advice.no-waits') : t('advice.waited', { wait: outcome.p90Wait, before: Math.round(before.p90Wait), after: Math.round(after.p90Wait) })}</p>
    </article>
  )
}
