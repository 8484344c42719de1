import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, EmptyState, ErrorState, Grid, Pane, useFormat } from '#ui/index.ts'
import type { SpreadCase } from '../../contract.ts'

/** For the region's office: groups that book at several hospitals, in counts. Who they are each hospital sees of its own part alone. */
export function SpreadPane() {
  const { t } = useTranslation('fairness')
  return <Pane label={t('desk.spread')} head={<Alert>{t('spread.head')}</Alert>}><SpreadList /></Pane>
}

function SpreadList() {
  const { t, i18n } = useTranslation('fairness')
  const format = useFormat()
  const read = useQuery({ queryKey: ['fairness', 'spread'], queryFn: () => api.get<SpreadCase[]>('/api/fairness/spread') })
  if (read.isPending) return <Bones cards={[5]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (read.data.length === 0) return <EmptyState title={t('spread.none')}>{t('spread.none-note')}</EmptyState>
  const nameOf = (one: SpreadCase['hospitals'][number]) => (i18n.language.startsWith('zh') ? one.name : one.nameEn)
  return (
    <Grid
      caption={t('desk.spread')} rows={read.data} rowKey={(one) => one.id}
      columns={[
        { key: 'score', title: t('finding.score'), numeric: true, cell: (one) => one.score },
        { key: 'where', title: t('spread.where'), rowHeader: true, cell: (one) => <>{t('spread.counts', { bookings: one.bookings, accounts: one.accounts, devices: one.devices })}<br /><span className="caption muted">{one.hospitals.map((each) => t('spread.hospital', { name: nameOf(each), count: each.bookings })).join(t('mine.semicolon'))}</span></> },
        { key: 'why', title: t('finding.signals'), cell: (one) => <span className="small">{one.signals.filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points).map(({ code, value }) => `${t(`finding.signal-name.${code}`)} ${value}`).join(t('mine.semicolon'))}</span> },
        { key: 'advice', title: t('finding.advice-title'), cell: (one) => <span className="small muted">{t(`finding.advice.${one.advice}`)}</span> },
        { key: 'since', title: t('spread.since'), cell: (one) => format.dayTime(one.openedAt) },
        { key: 'when', title: t('finding.changed'), cell: (one) => format.dayTime(one.changedAt) },
      ]}
    />
  )
}
