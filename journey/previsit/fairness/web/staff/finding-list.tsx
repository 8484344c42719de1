import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, EmptyState, ErrorState, Grid, Tag, type Tone, useFormat } from '#ui/index.ts'
import type { FindingInList, FindingState } from '../../contract.ts'

export const tones: Readonly<Record<FindingState, Tone>> = { open: 'warning', proposed: 'now', watched: 'info', dismissed: 'neutral', restricted: 'danger', referred: 'neutral' }

/** Groups of bookings that a person should look at, what waits first. */
export function FindingList() {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const read = useQuery({ queryKey: ['fairness', 'findings'], queryFn: () => api.get<FindingInList[]>('/api/fairness/findings') })
  if (read.isPending) return <Bones cards={[5]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (read.data.length === 0) return <EmptyState title={t('finding.none')}>{t('finding.none-note')}</EmptyState>
  return (
    <Grid
      caption={t('finding.list')} rows={read.data} rowKey={(one) => one.id}
      columns={[
        { key: 'score', title: t('finding.score'), numeric: true, cell: (one) => (one.elsewhere && one.elsewhere.score > one.score ? <>{one.elsewhere.score}<br /><span className="caption muted">{t('finding.own-score', { score: one.score })}</span></> : one.score) },
        { key: 'group', title: t('finding.graph'), rowHeader: true, cell: (one) => <>{t('finding.group', { accounts: one.accounts, devices: one.devices, persons: one.persons })}<br /><span className="caption muted">{t('finding.bookings', { count: one.bookings })}</span>{one.elsewhere && <><br /><Tag tone="info">{t('finding.elsewhere', one.elsewhere)}</Tag></>}</> },
        { key: 'why', title: t('finding.signals'), cell: (one) => <span className="small">{one.strongest.map((code) => t(`finding.signal-name.${code}`)).join(t('mine.semicolon'))}</span> },
        { key: 'advice', title: t('finding.advice-title'), cell: (one) => <span className="small muted">{t(`finding.advice.${one.advice}`)}</span> },
        { key: 'when', title: t('finding.changed'), cell: (one) => format.dayTime(one.changedAt) },
        { key: 'state', title: t('desk.state'), cell: (one) => <Tag tone={tones[one.state]}>{t(`finding.state.${one.state}`)}</Tag> },
        { key: 'act', title: <span className="sr">{t('finding.title')}</span>, cell: (one) => <Button small href={`/fairness/findings/${one.id}`}>{t('finding.title')}</Button> },
      ]}
    />
  )
}
