import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Grid, Pane, Section, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { LineRule, RuleOfOrder, RulePreview } from '../../contract.ts'
import { useNames } from '../names.ts'
import './counters.css'

const key = ['counters', 'line-rule']

/** The rule by which people are called here: in plain words for everybody, with its numbers for those who answer for it. */
export function Component() {
  const { t } = useTranslation('counters')
  const read = useQuery({ queryKey: key, queryFn: () => api.get<LineRule>('/api/counters/line-rule') })
  const now = read.data
  return (
    <Desk title={t('rule.title')} context={now && <Tag tone={now.ownRule ? 'brand' : 'neutral'}>{t(now.ownRule ? 'rule.own' : 'rule.region', { version: now.version })}</Tag>} panes={now?.mayChange ? '1fr 1fr' : '1fr'}>
      <Pane label={t('rule.title')}>
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.isPending && <Bones />}
        {now && <Words rule={now.rule} />}
        {now && <Versions now={now} />}
      </Pane>
      {now?.mayChange && <Change key={now.version} now={now} />}
    </Desk>
  )
}

function Words({ rule }: { rule: RuleOfOrder }) {
  const { t } = useTranslation('counters')
  const { advanceMinutes: group } = rule
  return (
    <div className="counters-rule">
      <p className="muted">{t('rule.about')}</p>
      <ol>
        <li>{t('rule.booked', { minutes: rule.graceMinutes })}</li>
        <li>{t('rule.walk-in')}</li>
        <li>{t('rule.priority', { elder: group['elder-80'], disabled: group.disabled, service: group['service-member'], urgent: group.urgent })}</li>
        <li>{t('rule.late', { minutes: rule.periodMinutes })}</li>
        <li>{t('rule.returning', { after: rule.returnAfter, every: rule.returnEvery })}</li>
        <li>{t('rule.emergency')}</li>
      </ol>
    </div>
  )
}

function Versions({ now }: { now: LineRule }) {
  const { t } = useTranslation('counters')
  const format = useFormat()
  if (now.versions.length === 0) return null
  const columns: Column<LineRule['versions'][number]>[] = [
    { key: 'version', title: t('rule.version'), rowHeader: true, cell: (one) => one.version },
    { key: 'days', title: t('rule.days'), cell: (one) => <>{format.date(one.validFrom)} – {one.validTo ? format.date(one.validTo) : t('rule.open-end')}</> },
    { key: 'reason', title: t('rule.reason'), cell: (one) => one.reason },
    { key: 'who', title: t('rule.who'), cell: (one) => <>{one.publishedBy} <span className="muted">{format.date(one.publishedAt)} {format.time(one.publishedAt)}</span></> },
  ]
  return <Section title={t('rule.versions')}><Grid caption={t('rule.versions')} columns={columns} rows={now.versions} rowKey={(one) => one.version} /></Section>
}

const FIELDS = ['graceMinutes', 'periodMinutes', 'returnAfter', 'returnEvery'] as const
const GROUPS = ['elder-80', 'disabled', 'service-member', 'urgent'] as const

/** Change the numbers, see what that would do to the lines of today, then publish with a reason. */
function Change({ now }: { now: LineRule }) {
  const { t } = useTranslation('counters')
  const client = useQueryClient()
  const [rule, setRule] = useState(now.rule)
  const [seen, setSeen] = useState<string>()
  const [days, setDays] = useState({ validFrom: now.today, validTo: '' })
  const [reason, setReason] = useState('')
  const preview = useMutation({ mutationFn: (proposed: RuleOfOrder) => api.post<RulePreview>('/api/counters/line-rule/preview', { body: proposed }), onSuccess: (_, proposed) => setSeen(JSON.stringify(proposed)) })
  const publish = useMutation({
    mutationFn: () => api.post<LineRule>('/api/counters/line-rule', { body: { rule, validFrom: days.validFrom, validTo: days.validTo || null, reason: reason.trim() } }),
    onSuccess: (next) => client.setQueryData(key, next),
  })
  const isSeen = seen === JSON.stringify(rule)
  const problem = preview.error ?? publish.error
  return (
    <Pane label={t('rule.change')} paper head={<h2 className="counters-side">{t('rule.change')}</h2>}>
      <div className="stack">
        <div className="counters-numbers">
          {FIELDS.map((field) => <TextField key={field} label={t(`rule.field.${field}`)} type="number" inputMode="numeric" value={String(rule[field])} onChange={(value) => setRule({ ...rule, [field]: Number(value) })} />)}
          {GROUPS.map((group) => <TextField key={group} label={t(`rule.group.${group}`)} type="number" inputMode="numeric" value={String(rule.advanceMinutes[group])} onChange={(value) => setRule({ ...rule, advanceMinutes: { ...rule.advanceMinutes, [group]: Number(value) } })} />)}
        </div>
        <Button kind={isSeen ? 'outline' : 'primary'} busy={preview.isPending} onPress={() => preview.mutate(rule)}>{t('rule.preview')}</Button>
        {isSeen && preview.data && <Preview preview={preview.data} />}
        {isSeen && (
          <>
            <div className="counters-numbers">
              <TextField label={t('rule.from')} type="date" value={days.validFrom} onChange={(validFrom) => setDays({ ...days, validFrom })} />
              <TextField label={t('rule.to')} hint={t('rule.to-hint')} type="date" value={days.validTo} onChange={(validTo) => setDays({ ...days, validTo })} />
            </div>
            <TextField label={t('rule.reason')} hint={t('rule.reason-hint')} value={reason} onChange={setReason} maxLength={200} />
            <Button kind="primary" disabled={reason.trim().length < 4} busy={publish.isPending} onPress={() => publish.mutate()}>{t('rule.publish')}</Button>
          </>
        )}
        {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
        <p className="small muted">{t('rule.kept')}</p>
      </div>
    </Pane>
  )
}

function Preview({ preview }: { preview: RulePreview }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  if (preview.waiting === 0) return <EmptyState title={t('rule.nobody')} />
  if (preview.queues.length === 0) return <Alert tone="success">{t('rule.nothing', { count: preview.waiting })}</Alert>
  const columns: Column<RulePreview['queues'][number]['entries'][number]>[] = [
    { key: 'label', title: t('staff.col-label'), rowHeader: true, cell: (one) => <b>{one.label}</b> },
    { key: 'name', title: t('staff.col-name'), cell: (one) => one.displayName },
    { key: 'why', title: t('staff.col-why'), cell: (one) => t(`why.${one.why}`) },
    { key: 'now', title: t('rule.place-now'), numeric: true, cell: (one) => one.placeNow },
    { key: 'then', title: t('rule.place-then'), numeric: true, cell: (one) => one.placeThen === one.placeNow ? one.placeThen : <Tag tone={one.placeThen < one.placeNow ? 'success' : 'warning'}>{one.placeThen}</Tag> },
  ]
  return (
    <>
      <Alert>{t('rule.effect', { waiting: preview.waiting, forward: preview.forward, back: preview.back })}</Alert>
      {preview.queues.map((queue) => <Section key={queue.queueId} title={names.of(queue)}><Grid caption={names.of(queue)} columns={columns} rows={queue.entries} rowKey={(one) => one.label + String(one.placeNow)} /></Section>)}
    </>
  )
}
