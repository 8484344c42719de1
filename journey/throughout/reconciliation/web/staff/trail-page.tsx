import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Bones, Button, Desk, EmptyState, ErrorState, Grid, Money, Pane, Tag, useFormat } from '#ui/index.ts'
import type { TrailLine } from '../../contract.ts'
import { useEntries, useTrail } from './finance-data.ts'

const MOST = 500

/** From a figure to its payments and refunds, and from each of them to what the ledger wrote. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const [search] = useSearchParams()
  const [day, channel, departmentId] = [search.get('day') ?? '', search.get('channel') ?? undefined, search.get('departmentId') ?? undefined]
  const [chosen, setChosen] = useState<TrailLine>()
  const read = useTrail({ day, channel, departmentId })
  const total = read.data?.reduce((sum, one) => sum + (one.kind === 'payment' ? one.cents : -one.cents), 0) ?? 0
  return (
    <Desk title={t('trail.title')} panes="1fr 380px" context={<>{day} {channel && t(`channel.${channel}`)} <b><Money cents={total} /></b></>} actions={<Button small icon="left" href={`/finance/days?day=${day}`}>{t('trail.back')}</Button>}>
      <Pane label={t('trail.title')}>
        {read.isPending && <Bones cards={[6]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === MOST && <p className="small muted">{t('trail.more')}</p>}
        {read.data && (
          <Grid caption={t('trail.title')} rows={read.data} rowKey={(one) => `${one.kind} ${one.id}`} rowState={(one) => (one.id === chosen?.id && one.kind === chosen.kind ? 'selected' : undefined)} empty={t('trail.empty')} columns={[
            { key: 'time', title: t('trail.time'), cell: (one) => format.time(one.at) }, { key: 'kind', title: t('trail.kind'), cell: (one) => <Tag tone={one.kind === 'refund' ? 'warning' : 'neutral'} icon={one.kind === 'refund' ? 'undo' : undefined}>{t(`kind.${one.kind}`)}</Tag> },
            { key: 'for', title: t('trail.for'), rowHeader: true, cell: (one) => one.title }, { key: 'channel', title: t('day.channel'), cell: (one) => t(`channel.${one.channel}`) },
            { key: 'amount', title: t('trail.amount'), numeric: true, cell: (one) => <Money cents={one.kind === 'payment' ? one.cents : -one.cents} /> },
            { key: 'entries', title: t('trail.entries'), cell: (one) => <button type="button" className="reconciliation-link" aria-label={`${t('trail.see-entries')} ${format.time(one.at)} ${one.title}`} onClick={() => setChosen(one)}>{t('trail.see-entries')}</button> },
          ]} />
        )}
      </Pane>
      <Pane label={t('trail.entries')} paper>{chosen ? <Entries line={chosen} /> : <EmptyState title={t('trail.entries')}>{t('trail.see-entries')}</EmptyState>}</Pane>
    </Desk>
  )
}

function Entries({ line }: { line: TrailLine }) {
  const { t, i18n } = useTranslation('reconciliation')
  const format = useFormat()
  const read = useEntries(line)
  if (read.isPending) return <Bones cards={[4]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const sum = read.data.reduce((cents, entry) => cents + entry.cents, 0)
  return (
    <>
      <p className="small muted">{t('trail.number')}<br /><span className="reconciliation-number">{line.id}</span></p>
      {line.channelNumber && <p className="small muted">{t('trail.channel-number')}<br /><span className="reconciliation-number">{line.channelNumber}</span></p>}
      <Grid caption={t('trail.entries')} rows={read.data} rowKey={(one) => `${one.transferId} ${one.account} ${one.owner}`} columns={[
        { key: 'time', title: t('trail.time'), cell: (one) => format.time(one.at) },
        { key: 'account', title: t('trail.account'), rowHeader: true, cell: (one) => (i18n.exists(`reconciliation:account.${one.account}`) ? t(`account.${one.account}`) : one.account) },
        { key: 'cents', title: t('trail.amount'), numeric: true, cell: (one) => <Money cents={one.cents} /> },
      ]} />
      {sum === 0 && <p><Tag tone="success" icon="check">{t('trail.zero')}</Tag></p>}
    </>
  )
}
