import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Counts, Desk, EmptyState, ErrorState, Grid, localDay, Pane, Section, TextField, useFormat, useMinute } from '#ui/index.ts'
import type { Figures } from '../../contract.ts'
import { Tabs, tenth } from './parts.tsx'

const MONTH_MS = 28 * 86_400_000

/** What the reminders did, and whether what was promised was kept. Counts only. */
export function Component() {
  const { t } = useTranslation('attendance')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const from = search.get('from') ?? localDay(now - MONTH_MS)
  const to = search.get('to') ?? localDay(now)
  const read = useQuery({ queryKey: ['attendance', 'figures', from, to], queryFn: () => api.get<Figures>('/api/attendance/figures', { query: { from, to } }) })
  const change = (name: 'from' | 'to', value: string) => value !== '' && setSearch({ from, to, [name]: value }, { replace: true })
  return (
    <Desk title={t('tab.figures')} actions={<Tabs />} context={
      <div className="row">
        <TextField type="date" label={<span className="sr">{t('figures.from')}</span>} value={from} onChange={(value) => change('from', value)} />
        <TextField type="date" label={<span className="sr">{t('figures.to')}</span>} value={to} onChange={(value) => change('to', value)} />
      </div>
    }>
      <Pane label={t('tab.figures')}>
        {read.isPending && <Bones cards={[4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && (read.data.reminded === 0 && read.data.outcomes.over === 0
          ? <EmptyState title={t('figures.none')}>{t('figures.none-note')}</EmptyState> : <Shown figures={read.data} />)}
      </Pane>
    </Desk>
  )
}

function Shown({ figures }: { figures: Figures }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const { outcomes, calls, overbooking, calibration } = figures
  const of = (part: number, whole: number) => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`)
  return (
    <div className="attendance-figures">
      <Section title={t('figures.answers')}>
        <Counts counts={[
          { label: t('figures.reminded'), value: figures.reminded }, { label: t('answer.confirmed'), value: figures.confirmed },
          { label: t('answer.on-my-way'), value: figures.onTheWay }, { label: t('figures.cancelled-by-link'), value: figures.cancelledByLink },
        ]} />
        <p className="muted small">{t('figures.cancelled-note')}</p>
      </Section>
      <Section title={t('figures.sent')}>
        <Grid caption={t('figures.sent')} rows={[...figures.marks]} rowKey={(one) => one.mark} columns={[
          { key: 'mark', title: t('figures.mark'), rowHeader: true, cell: (one) => t(`marks.${one.mark}`) },
          { key: 'visits', title: t('figures.visits'), numeric: true, cell: (one) => one.visits },
          { key: 'sent', title: t('figures.messages'), numeric: true, cell: (one) => one.sent },
          { key: 'none', title: t('figures.no-phone'), numeric: true, cell: (one) => one.noPhone },
        ]} />
      </Section>
      <Section title={t('figures.outcomes')}>
        <Counts counts={[
          { label: t('figures.over'), value: outcomes.over }, { label: t('figures.missed'), value: `${outcomes.missed} (${of(outcomes.missed, outcomes.over)})` },
          { label: t('figures.expected'), value: tenth(outcomes.expected) },
        ]} />
        <p className="muted small">{calibration ? t('figures.learned', { when: format.date(calibration.at), visits: calibration.visits, share: of(calibration.missed, calibration.visits) }) : t('figures.not-learned')}</p>
      </Section>
      <Section title={t('figures.calls')}>
        <Counts counts={[{ label: t('figures.asked'), value: calls.asked }, { label: t('figures.reached'), value: calls.reached }, { label: t('calls.open'), value: calls.open }]} />
      </Section>
      <Section title={t('figures.overbooking')}>
        <Counts counts={[
          { label: t('figures.accepted'), value: overbooking.accepted }, { label: t('figures.added'), value: overbooking.added },
          { label: t('figures.waited'), value: overbooking.measured === 0 ? '–' : `${overbooking.waitedLonger} / ${overbooking.measured}` },
        ]} />
        {overbooking.accepted > 0 && <p className="muted small">{t('figures.promised', { limit: of(overbooking.promised, 1) })}</p>}
      </Section>
    </div>
  )
}
