import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, ErrorState, Grid, Pane, Tag } from '#ui/index.ts'
import type { FindingDetail } from '../../contract.ts'
import { DecidePane } from './decide-pane.tsx'
import { tones } from './finding-list.tsx'
import { Graph } from './graph.tsx'
import { Timeline } from './timeline.tsx'
import './fairness-desk.css'

/** The evidence of one finding, and beside it what a person decides. */
export function Component() {
  const { t } = useTranslation('fairness')
  const { id = '' } = useParams()
  const read = useQuery({ queryKey: ['fairness', 'finding', id], queryFn: () => api.get<FindingDetail>(`/api/fairness/findings/${id}`) })
  const finding = read.data
  return (
    <Desk
      title={t('finding.title')} panes="1fr 380px" actions={<Button small icon="left" href="/fairness?tab=findings">{t('finding.back')}</Button>}
      context={finding && <Tag tone={tones[finding.state]}>{t(`finding.state.${finding.state}`)}</Tag>}
    >
      <Pane label={t('finding.title')}>
        {read.isPending && <Bones cards={[4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {finding && <Evidence finding={finding} />}
      </Pane>
      {finding && <DecidePane key={`${finding.id} ${finding.state}`} finding={finding} />}
    </Desk>
  )
}

function Evidence({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const counted = finding.signals.filter((one) => one.points > 0 || one.evidence.length > 0)
  return (
    <div className="stack fairness-evidence">
      {finding.elsewhere && <Alert title={t('finding.elsewhere', finding.elsewhere)}>{t('finding.elsewhere-note', { score: finding.elsewhere.score, own: finding.score })}</Alert>}
      <h2>{t('finding.graph')}</h2>
      <Graph finding={finding} />
      <h2>{t('finding.signals')}</h2>
      <Grid
        caption={t('finding.signals')} rows={counted} rowKey={(one) => one.code}
        columns={[
          { key: 'signal', title: t('finding.signal'), rowHeader: true, cell: (one) => t(`finding.signal-name.${one.code}`) },
          { key: 'value', title: t('finding.value'), numeric: true, cell: (one) => one.value },
          { key: 'limit', title: t('finding.limit'), numeric: true, cell: (one) => one.limit },
          { key: 'points', title: t('finding.points'), numeric: true, cell: (one) => `+${one.points}` },
        ]}
      />
      <h2>{t('finding.counter')}</h2>
      {finding.counter.length === 0 && <p className="muted">{t('finding.counter-none')}</p>}
      <ul>{finding.counter.map((one) => <li key={one.code}>{t(`finding.counter-name.${one.code}`, { percent: Math.round(one.value * 100) })} (−{one.points})</li>)}</ul>
      <p><b>{t('finding.sum', { score: finding.score, open: finding.openAt, restrict: finding.restrictAt })}</b> <span className="muted">{t(`finding.advice.${finding.advice}`)}{t('mine.semicolon')}{t('finding.advice-note')}</span></p>
      <h2>{t('finding.timeline')}</h2>
      <Timeline finding={finding} />
    </div>
  )
}
