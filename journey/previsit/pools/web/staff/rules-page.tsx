import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Card, Desk, ErrorState, Pane, Pairs, Tag } from '#ui/index.ts'
import type { Pool, PoolRules } from '../../contract.ts'
import { EditPool } from './edit-pool.tsx'
import { usePoolNames } from './names.ts'
import { Shares } from './shares.tsx'
import { Tabs } from './tabs.tsx'
import './pools.css'

/** What each pool is: when it opens, for whom, how its unused units flow on; and which part of whose units it has. */
export function Component() {
  const { t } = useTranslation('pools')
  const [editing, setEditing] = useState<Pool>()
  const read = useQuery({ queryKey: ['pools', 'rules'], queryFn: () => api.get<PoolRules>('/api/pools/rules') })
  return (
    <Desk title={t('title')} panes="1fr 400px" actions={<Tabs at="rules" />}>
      <Pane label={t('tab.rules')}>
        {read.isPending && <Bones cards={[3, 3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        <div className="pool-cards">{read.data?.pools.map((pool) => <PoolCard key={pool.code} pool={pool} onEdit={() => setEditing(pool)} />)}</div>
      </Pane>
      {read.data ? <Shares rules={read.data} /> : <Pane label={t('share.title')} paper><Bones cards={[3]} /></Pane>}
      {editing && read.data && <EditPool key={editing.code} pool={editing} pools={read.data.pools} onClose={() => setEditing(undefined)} />}
    </Desk>
  )
}

function PoolCard({ pool, onEdit }: { pool: Pool; onEdit: () => void }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  return (
    <Card label={names.pool(pool.code)}>
      <div className="pool-card__head"><span className="fill-legend__mark" data-pool={pool.code} aria-hidden="true" /><h2 className="grow">{names.pool(pool.code)}</h2>{pool.byItself ? <Tag>{t('rules.by-itself')}</Tag> : <Button small kind="quiet" icon="edit" onPress={onEdit}><span>{t('rules.edit')}</span><span className="sr"> {names.pool(pool.code)}</span></Button>}</div>
      {pool.byItself ? <p className="small muted">{t(`rules.itself.${pool.code}`)}</p> : (
        <Pairs pairs={[
          { label: t('rules.opens'), value: pool.opensDaysBefore === 0 ? t('rules.opens-same-day', { time: pool.opensAt }) : t('rules.opens-at', { count: pool.opensDaysBefore, time: pool.opensAt }) },
          { label: t('rules.for'), value: <ForWhom pool={pool} /> },
          { label: t('rules.ladder'), value: <Ladder pool={pool} /> },
        ]} />
      )}
    </Card>
  )
}

function ForWhom({ pool: { code, eligibility } }: { pool: Pool }) {
  const { t } = useTranslation('pools')
  const says = [
    eligibility.minAge === undefined ? '' : t('rules.min-age', { count: eligibility.minAge }),
    eligibility.seenWithinDays === undefined ? '' : t('rules.seen', { count: eligibility.seenWithinDays }),
    eligibility.channels === undefined ? '' : t('rules.channels', { channels: eligibility.channels.map((one) => t(`channel.${one}`, { defaultValue: one })).join(t('fill.comma')) }),
  ].filter(Boolean)
  return <>{says.length > 0 ? says.join(t('fill.comma')) : t(code === 'public' ? 'rules.everybody' : 'rules.staff-only')}</>
}

function Ladder({ pool: { steps } }: { pool: Pool }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  if (steps.length === 0) return <>{t('rules.no-ladder')}</>
  return (
    <ol className="pool-ladder">
      {steps.map((step, at) => <li key={at}>{t(step.daysBefore === 0 ? 'rules.step-same-day' : 'rules.step', { count: step.daysBefore, time: step.at, share: step.sharePercent === 100 ? t('rules.all-unused') : t('rules.part-unused', { percent: step.sharePercent }), to: names.pool(step.flowsTo) })}</li>)}
    </ol>
  )
}
