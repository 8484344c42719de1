import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '#client/index.ts'
import { Alert, Card, Figure, Path, SolidCard, useChrome, useFormat } from '#ui/index.ts'
import type { Step as Line } from '#ui/index.ts'
import type { Change, Itinerary, Step } from '../contract.ts'
import { useStepWords } from './use-day.ts'
import './day.css'

const RECENT_MS = 30 * 60_000
type Ways = (step: Step, isNow: boolean) => ReactNode

/** Good news is not a warning. */
const GOOD: ReadonlySet<Change['kind']> = new Set(['paid', 'doctor-here', 'result-ready', 'station-open', 'way-open', 'line-faster'])

/** One day as a person reads it: what changed, what is now, what comes, when it is over. The same for the patient and whoever follows. */
export function DayView({ day, wayTo, actions, done }: { day: Itinerary; wayTo?: Ways | undefined; actions?: ReactNode; done?: ReactNode }) {
  const { t } = useTranslation('itinerary')
  const now = useServerNow(30_000)
  const words = useStepWords()
  const recent = day.changes.filter((one) => now - Date.parse(one.at) < RECENT_MS && one.version === day.changes[0]?.version)
  const ahead = day.steps.filter((step) => step.kind !== 'walk' && step.state !== 'done' && step.state !== 'now')
  return (
    <>
      <div aria-live="polite" className="stack">
        {recent.map((one) => <Alert key={`${one.version}-${one.kind}-${one.stepId}`} tone={GOOD.has(one.kind) ? 'success' : 'warning'} icon={GOOD.has(one.kind) ? 'check' : 'info'} title={words.english ? one.sentenceEn : one.sentence} />)}
      </div>
      {day.state === 'done' ? done : <NowCard day={day} wayTo={wayTo} actions={actions} />}
      {ahead.length > 0 && <Card label={t('day.later')}><h2 className="itinerary-heading">{t('day.later')}</h2><Lines day={day} steps={ahead} wayTo={wayTo} /></Card>}
      <Done day={day} />
      <Changes changes={day.changes} />
    </>
  )
}

/** What is now, and when everything is over: the two things one wants to know. */
function NowCard({ day, wayTo, actions }: { day: Itinerary; wayTo?: Ways | undefined; actions?: ReactNode }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const words = useStepWords()
  const now = day.steps.find((step) => step.state === 'now') ?? day.steps.find((step) => step.state === 'next' && step.kind !== 'walk')
  const ends = day.endsAround
  if (!now) return null
  const way = now.walkMinutes > 0 ? t('day.walk', { minutes: now.walkMinutes }) : ''
  return (
    <SolidCard
      live context={now.state === 'now' ? t('day.now') : t('day.first', { time: format.time(now.fromAt) })}
      figure={now.label === null ? undefined : now.ahead === null || now.ahead === 0 ? <Figure value={now.label} /> : <Figure size="l" value={now.ahead} unit={t('day.ahead')} />} beside={now.ahead === 0 ? t('day.you-next') : now.ahead === null ? undefined : now.label ?? undefined}
      title={words.title(now)} place={[words.place(now), way].filter(Boolean).join(words.english ? ', ' : '，')}
      actions={<>{actions}{wayTo?.(now, true)}</>} foot={ends ? <End ends={ends} /> : t('day.no-end')}
    >
      {words.why(now) && <p className="itinerary-why">{words.why(now)}</p>}
    </SolidCard>
  )
}

/** Until the doctor has ordered anything, only seeing them can be promised; that is said too. */
function End({ ends }: { ends: NonNullable<Itinerary['endsAround']> }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const times = { from: format.time(ends.fromAt), to: format.time(ends.toAt) }
  if (ends.of === 'day') return <strong className="itinerary-end">{t('day.ends', times)}</strong>
  return <><strong className="itinerary-end">{t('day.ends-doctor', times)}</strong><span className="itinerary-more">{t('day.ends-more')}</span></>
}

function Lines({ day, steps, wayTo }: { day: Itinerary; steps: readonly Step[]; wayTo?: Ways | undefined }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const words = useStepWords()
  const { elder } = useChrome()
  const lines: Line[] = steps.map((step) => {
    const way = step.walkMinutes > 0 ? t('day.walk', { minutes: step.walkMinutes }) : ''
    const note = [words.place(step), way, words.why(step)].filter(Boolean).join(words.english ? ', ' : '，')
    const from = format.time(step.fromAt)
    return {
      key: step.id, state: step.state === 'blocked' ? 'skipped' : 'next', label: step.dueCents ? `${words.title(step)} ${format.money(step.dueCents)}` : words.title(step), note: <>{note}{!elder.on && step.at !== null && step.state !== 'blocked' && wayTo && <span className="itinerary-way">{wayTo(step, false)}</span>}</>,
      end: step.state === 'blocked' ? t('day.stopped') : t('day.about', { time: from }),
    }
  })
  return <Path steps={lines} label={t('day.later-of', { day: day.day })} />
}

function Done({ day }: { day: Itinerary }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const words = useStepWords()
  const done = day.steps.filter((step) => step.state === 'done')
  if (done.length === 0) return null
  return (
    <details className="card itinerary-fold">
      <summary>{t('day.done', { count: done.length })}</summary>
      <Path steps={done.map((step) => ({ key: step.id, state: 'done', label: words.title(step), note: words.why(step) || undefined, end: format.time(step.toAt) }))} />
    </details>
  )
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const { english } = useStepWords()
  if (changes.length === 0) return null
  return (
    <details className="card itinerary-fold">
      <summary>{t('day.changes', { count: changes.length })}</summary>
      <ul className="itinerary-changes">{changes.map((one) => <li key={`${one.version}-${one.kind}-${one.stepId}`}><time>{format.time(one.at)}</time><span>{english ? one.sentenceEn : one.sentence}</span></li>)}</ul>
    </details>
  )
}
