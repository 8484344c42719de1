import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Button, Desk, EmptyState, ErrorState, Figure, localDay, Pane, TextField, useFormat, useMinute } from '#ui/index.ts'
import type { DeskFigures } from '../../contract.ts'
import { Tabs } from './tabs.tsx'

const MONTH_MS = 27 * 86_400_000
type Counts = DeskFigures['byKind']

/** What people ask for, counted: by kind, topic, hour and week, and what has no answer yet. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const from = search.get('from') ?? localDay(now - MONTH_MS)
  const to = search.get('to') ?? localDay(now)
  const read = useQuery({ queryKey: ['servicedesk', 'figures', from, to], placeholderData: keepPreviousData, queryFn: () => api.get<DeskFigures>('/api/servicedesk/figures', { query: { from, to } }) })
  const set = (part: Record<string, string>) => setSearch({ from, to, ...part }, { replace: true })
  return (
    <Desk title={t('figures.title')} actions={<Tabs />}>
      <Pane label={t('figures.title')} head={(
        <div className="sd-ends">
          <TextField label={t('figures.from')} type="date" value={from} onChange={(value) => set({ from: value })} />
          <TextField label={t('figures.to')} type="date" value={to} onChange={(value) => set({ to: value })} />
          <a className="btn" href={`/api/servicedesk/figures.xlsx?from=${from}&to=${to}`} download>{t('figures.download')}</a>
        </div>
      )}>
        {read.isPending && <Bones cards={[2, 4]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.contacts === 0 && <EmptyState title={t('figures.empty')}>{t('figures.empty-note')}</EmptyState>}
        {read.data && read.data.contacts > 0 && <Shown figures={read.data} />}
      </Pane>
    </Desk>
  )
}

function Shown({ figures }: { figures: DeskFigures }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  return (
    <>
      <div className="sd-big">
        <div><p className="small muted">{t('figures.contacts')}</p><Figure value={figures.contacts} /></div>
        <div><p className="small muted">{t('figures.minutes')}</p><Figure value={Math.round(figures.minutes)} /></div>
        <div><p className="small muted">{t('figures.each')}</p><Figure value={(figures.minutes / figures.contacts).toFixed(1)} /></div>
        <div><p className="small muted">{t('figures.answered')}</p><Figure value={figures.answeredPercent ?? '—'} unit="%" /></div>
      </div>
      <p className="small muted">{t('figures.how')}</p>
      <div className="sd-charts">
        <Bars title={t('figures.kind')} counts={figures.byKind} say={(key) => t(`kind.${key}`)} />
        <Bars title={t('figures.topic')} counts={figures.byTopic} say={(key) => t(`topic.${key}`)} />
        <Bars title={t('figures.hour')} counts={figures.byHour} say={(key) => t('figures.o-clock', { hour: Number(key) })} />
        <Bars title={t('figures.week')} counts={figures.byWeek} say={(key) => t('figures.week-of', { day: format.date(key) })} />
      </div>
      <section className="stack">
        <h2>{t('figures.unanswered')}</h2>
        {figures.unanswered.length === 0 && <p className="muted">{t('figures.unanswered-none')}</p>}
        <ul className="sd-today">
          {figures.unanswered.map((one) => (
            <li key={one.words}><span className="grow">{one.words}</span><span className="muted">{t('figures.times', { count: one.times })}</span><Button small kind="quiet" href={`/service-desk/answers?question=${encodeURIComponent(one.words)}&topic=${one.topic}`} aria-label={`${t('figures.write')} ${one.words}`}>{t('figures.write')}</Button></li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Bars that are a table: the count stands at the end of each. */
function Bars({ title, counts, say }: { title: string; counts: Counts; say: (key: string) => string }) {
  const most = Math.max(1, ...counts.map((one) => one.contacts))
  return (
    <section className="card stack">
      <h2>{title}</h2>
      <table><caption className="sr">{title}</caption><tbody className="sd-bars">{counts.map((one) => <tr key={one.key}><th scope="row">{say(one.key)}</th><td aria-hidden="true"><i style={{ width: `${(one.contacts / most) * 100}%` }} /></td><td className="end">{one.contacts}</td></tr>)}</tbody></table>
    </section>
  )
}
