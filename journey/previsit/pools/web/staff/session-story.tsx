import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, ErrorState, Pane, Select, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Movement, PeriodStory, PoolRules, SessionStory } from '../../contract.ts'
import { FillBar, useFillWords } from './fill-bar.tsx'
import { usePoolNames, useReason } from './names.ts'

/** A session period by period: who has which unit, and the story of how it came there. */
export function SessionStoryPane({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation('pools')
  const format = useFormat()
  const words = useFillWords()
  const [moving, setMoving] = useState<PeriodStory>()
  const read = useQuery({ queryKey: ['pools', 'session', sessionId], queryFn: () => api.get<SessionStory>(`/api/pools/sessions/${sessionId}`) })
  if (!read.data) return <Pane label={t('story.title')} paper>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[3, 3]} />}</Pane>
  const { session, periods } = read.data
  return (
    <Pane label={t('story.title')} paper head={<div><h2>{format.date(session.startsAt)} {format.timeRange(session.startsAt, session.endsAt)}</h2><p className="small muted">{words.pools(session.pools)}</p></div>}>
      <div className="stack">
        <Foreseen session={session} />
        <ol className="story">
          {periods.map((period) => (
            <li key={period.periodId}>
              <details>
                <summary><strong>{format.time(period.startsAt)}</strong><FillBar pools={period.pools} /><span className="small muted">{words.pools(period.pools)}{period.movements.length > 0 && ` · ${t('story.moves', { count: period.movements.length })}`}</span></summary>
                <Story period={period} />
                {session.status === 'open' && <Button small kind="quiet" icon="swap" onPress={() => setMoving(period)}>{t('move.open')}</Button>}
              </details>
            </li>
          ))}
        </ol>
      </div>
      {moving && <MoveSheet period={moving} onClose={() => setMoving(undefined)} />}
    </Pane>
  )
}

function Foreseen({ session: { forecast, status } }: { session: SessionStory['session'] }) {
  const { t } = useTranslation('pools')
  if (status !== 'open') return <Alert tone="warning">{t('fill.suspended')}</Alert>
  if (forecast.state === 'not-enough') return <p className="small muted">{t('story.not-enough', { count: forecast.sessions })}</p>
  return <p className="small">{t('story.forecast', { middle: forecast.middle, low: forecast.low, high: forecast.high, sessions: forecast.sessions })}</p>
}

/** In sentences: what the clinic's pattern gave, then every movement as it happened. */
function Story({ period }: { period: PeriodStory }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const began = period.began.map((one) => t('story.units', { pool: names.pool(one.pool), units: one.units })).join(t('fill.comma'))
  return (
    <ul className="story__lines small">
      <li>{began ? t('story.began', { began }) : t('story.began-empty')}</li>
      {period.movements.map((movement, at) => <li key={at}><Sentence movement={movement} /></li>)}
      {period.movements.length === 0 && <li className="muted">{t('story.nothing-moved')}</li>}
    </ul>
  )
}

function Sentence({ movement }: { movement: Movement }) {
  const { t } = useTranslation('pools')
  const format = useFormat()
  const names = usePoolNames()
  const reason = useReason()
  const { from, to, units } = movement
  const what = from === null ? t('story.added', { units, to: names.pool(to!) }) : to === null ? t('story.withdrawn', { units, from: names.pool(from) }) : t('story.moved', { units, from: names.pool(from), to: names.pool(to) })
  return <>{t('story.sentence', { when: format.dayTime(movement.movedAt), what, reason: reason(movement.reason) })}{movement.byName ? t('story.by', { name: movement.byName }) : ''}</>
}

/** Borrowing a unit: from where, to where, how many, and why. */
function MoveSheet({ period, onClose }: { period: PeriodStory; onClose: () => void }) {
  const { t } = useTranslation('pools')
  const format = useFormat()
  const names = usePoolNames()
  const client = useQueryClient()
  const rules = useQuery({ queryKey: ['pools', 'rules'], queryFn: () => api.get<PoolRules>('/api/pools/rules') })
  const mine = (rules.data?.pools ?? []).filter((pool) => !pool.byItself).map((pool) => pool.code)
  const free = period.pools.filter((one) => one.units > one.taken && mine.includes(one.pool))
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [units, setUnits] = useState('1')
  const [reason, setReason] = useState('')
  const source = from || free[0]?.pool || ''
  const move = useMutation({
    mutationFn: () => api.post<{ moved: number }>('/api/pools/moves', { body: { periodId: period.periodId, from: source, to, units: Number(units), reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['pools'] })
      onClose()
    },
  })
  const ready = source !== '' && to !== '' && to !== source && Number(units) >= 1 && reason.trim().length >= 2
  return (
    <Sheet title={t('move.title', { time: format.time(period.startsAt) })} onClose={onClose}>
      <div className="stack">
        {rules.data && free.length === 0 && <Alert tone="info">{t('move.nothing')}</Alert>}
        {isProblem(move.error) && <Alert tone="danger" title={move.error.title} />}
        <Select label={t('move.from')} value={source} onChange={setFrom} options={free.map((one) => ({ value: one.pool, label: t('move.free', { pool: names.pool(one.pool), count: one.units - one.taken }) }))} />
        <Select label={t('move.to')} empty={t('move.choose')} value={to} onChange={setTo} options={mine.filter((code) => code !== source).map((code) => ({ value: code, label: names.pool(code) }))} />
        <TextField label={t('move.units')} value={units} onChange={(value) => setUnits(value.replace(/\D/g, ''))} inputMode="numeric" />
        <TextField label={t('move.reason')} hint={t('move.reason-hint')} value={reason} onChange={setReason} maxLength={200} />
        <Button kind="primary" block disabled={!ready} busy={move.isPending} onPress={() => move.mutate()}>{t('move.do')}</Button>
      </div>
    </Sheet>
  )
}
