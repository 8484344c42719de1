import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Bones, Desk, EmptyState, ErrorState, List, ListItem, Money, Pane, Select, Tag, useFormat } from '#ui/index.ts'
import type { Difference } from '../../contract.ts'
import { DifferencePane } from './difference-pane.tsx'
import { useDifferences } from './finance-data.ts'
import { OpenOrDone, Tabs } from './parts.tsx'

const classes = ['missing-at-channel', 'missing-with-us', 'amount-differs', 'status-differs', 'duplicate-at-channel', 'wrong-day', 'fee-differs', 'refund-unmatched'] as const
const channels = ['wechatpay', 'alipay', 'bankcard', 'insurance'] as const

/** The work list: where the channels and we disagree, the oldest first, and what to do about each. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const [search, setSearch] = useSearchParams()
  const state = search.get('state') === 'closed' ? 'closed' as const : 'open' as const
  const [channel, kind, chosen] = [search.get('channel') ?? '', search.get('class') ?? '', search.get('id')]
  const read = useDifferences(state, { channel: channel || undefined, class: kind || undefined, day: search.get('day') ?? undefined })
  const change = (changes: Record<string, string>) => setSearch((before) => {
    const next = new URLSearchParams(before)
    for (const [name, value] of Object.entries(changes)) if (value === '') next.delete(name); else next.set(name, value)
    return next
  }, { replace: true })
  return (
    <Desk title={t('difference.title')} actions={<Tabs />} panes="400px 1fr">
      <Pane label={t('difference.to-do')} flush head={
        <>
          <OpenOrDone state={state} onChange={(value) => change({ state: value, id: '' })} />
          <div className="reconciliation-filter">
            <Select label={<span className="sr">{t('difference.class')}</span>} value={kind} onChange={(value) => change({ class: value })} empty={t('difference.all-classes')} options={classes.map((one) => ({ value: one, label: t(`class.${one}`) }))} />
            <Select label={<span className="sr">{t('day.channel')}</span>} value={channel} onChange={(value) => change({ channel: value })} empty={t('difference.all-channels')} options={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} />
          </div>
        </>
      }>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t(state === 'open' ? 'difference.empty' : 'difference.empty-done')}>{state === 'open' ? t('difference.empty-note') : undefined}</EmptyState>}
        {read.data && read.data.length > 0 && <List label={t('difference.title')}>{read.data.map((one) => <Row key={one.id} one={one} selected={one.id === chosen} onChoose={() => change({ id: one.id })} />)}</List>}
      </Pane>
      <DifferencePane id={chosen} />
    </Desk>
  )
}

function Row({ one, selected, onChoose }: { one: Difference; selected: boolean; onChoose: () => void }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  return (
    <ListItem
      selected={selected} onPress={onChoose}
      title={<>{t(`class.${one.class}`)} {one.status === 'proposed' && <Tag tone="info" icon="users">{t('status.proposed')}</Tag>}</>}
      note={`${t(`channel.${one.channel}`)} · ${t(`kind.${one.kind}`)} · ${format.date(one.day)}`}
      end={<b>{one.effectCents === 0 ? '—' : <Money cents={one.effectCents} />}</b>}
    />
  )
}
