import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Card, Chip, Chips, EmptyState, ErrorState, IconButton, Money, Page, useFormat } from '#ui/index.ts'
import type { MovementKind, Statement } from '../../contract.ts'
import { daysOf, monthAfter, monthName, monthOf } from './months.ts'
import { StatementLines } from './statement-lines.tsx'
import { useOwners } from './wallet-data.ts'
import { WhoseBalance } from './whose-balance.tsx'
import './wallet.css'

const kinds: readonly MovementKind[] = ['top-up', 'spend', 'give-back', 'withdrawal']

/** One month of a balance: what was there, what came, what went, what is left, and every line of it. */
export function Component() {
  const { t } = useTranslation('wallet')
  const { language } = useFormat()
  const whose = useOwners()
  const now = monthOf(Date.now())
  const [month, setMonth] = useState(now)
  const [kind, setKind] = useState<MovementKind>()
  const query = { personId: whose.owner?.personId ?? '', ...daysOf(month), ...(kind ? { kind } : {}) }
  const read = useQuery({
    queryKey: ['wallet', 'statement', whose.owner?.personId, month, kind ?? ''], enabled: whose.owner !== undefined,
    queryFn: () => api.get<Statement>('/api/wallet/statement', { query }),
  })
  return (
    <Page title={t('statement')} back="/wallet">
      <WhoseBalance {...whose} />
      <div className="wallet-month">
        <IconButton icon="left" label={t('month-before')} onPress={() => setMonth(monthAfter(month, -1))} />
        <h2 aria-live="polite">{monthName(month, language)}</h2>
        {month < now ? <IconButton icon="right" label={t('month-after')} onPress={() => setMonth(monthAfter(month, 1))} /> : <span className="iconbtn" aria-hidden="true" />}
      </div>
      {read.isPending && <Bones cards={[2, 4]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && <Sums statement={read.data} />}
      <Chips label={t('filter')}>
        <Chip pressed={kind === undefined} onPress={() => setKind(undefined)}>{t('kind.all')}</Chip>
        {kinds.map((one) => <Chip key={one} pressed={kind === one} onPress={() => setKind(one)}>{t(`kind.${one}`)}</Chip>)}
      </Chips>
      {read.data?.lines.length === 0 && <EmptyState title={t('no-lines')}>{t('no-lines-body')}</EmptyState>}
      {read.data && read.data.lines.length > 0 && (
        <>
          <StatementLines lines={read.data.lines} label={monthName(month, language)} />
          <Button block icon="file" href={`/api/wallet/statement.xlsx?${new URLSearchParams(query).toString()}`} target="_blank">{t('export')}</Button>
        </>
      )}
    </Page>
  )
}

function Sums({ statement }: { statement: Statement }) {
  const { t } = useTranslation('wallet')
  const pairs = [
    { label: t('sum.opening'), cents: statement.openingCents }, { label: t('sum.in'), cents: statement.inCents },
    { label: t('sum.out'), cents: statement.outCents }, { label: t('sum.closing'), cents: statement.closingCents },
  ]
  return (
    <Card label={t('sum.title')}>
      <dl className="wallet-sum">{pairs.map((pair) => <div key={pair.label}><dt>{pair.label}</dt><dd><Money cents={pair.cents} /></dd></div>)}</dl>
    </Card>
  )
}
