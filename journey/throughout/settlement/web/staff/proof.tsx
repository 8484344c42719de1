import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Anchor, Button, Card, Grid, Money, Section } from '#ui/index.ts'
import { type Check, type Day, type Figure, sides, sumOf } from '../../contract.ts'
import { entriesOf } from './settlement-data.ts'

/** The day adds up to nothing: what hospitals owe on balance lies in purses, channels and at the bank. And the ledger says so again. */
export function Proof({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const rows = sides.map((side) => ({ side, ...sumOf(day.figures, (figure) => figure.side === side) })).filter((row) => row.count > 0)
  const sum = rows.reduce((cents, row) => cents + row.cents, 0)
  return (
    <>
      <Section title={t('proof')}>
        <Card>
          <dl className="settlement-proof">
            {rows.map((row) => <div key={row.side}><dt>{t(`side.${row.side}`)} <span className="caption muted">{t('entries', { count: row.count })}</span></dt><dd><Money cents={row.cents} bare /></dd></div>)}
            <div data-strong><dt>{t('proof-sum')}</dt><dd><Money cents={sum} bare /></dd></div>
          </dl>
          <Alert tone={sum === 0 ? 'success' : 'danger'} title={t(sum === 0 ? 'proof-holds' : 'proof-broken')}>{t('proof-note')}</Alert>
          <CheckAgain day={day} />
        </Card>
      </Section>
      <Accounts day={day} />
    </>
  )
}

function CheckAgain({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const check = useQuery({ queryKey: ['settlement-check', day.day], enabled: false, retry: false, queryFn: () => api.get<Check>(`/api/settlement/days/${day.day}/check`) })
  return (
    <div className="settlement-check">
      <p className="small"><span className="muted">{t('sha')}</span> <code className="settlement-sha">{day.fileSha256}</code></p>
      <Button small icon="refresh" busy={check.isFetching} onPress={() => void check.refetch()}>{t('check')}</Button>
      {check.data && <Alert tone={check.data.same ? 'success' : 'danger'} title={t(check.data.same ? 'check-same' : 'check-differs')}>{t('check-took', { count: check.data.milliseconds })}</Alert>}
      {check.isError && <Alert tone="danger" title={check.error.title} />}
    </div>
  )
}

/** The region's own accounts on that day. */
function Accounts({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const rows = day.figures.filter((figure) => figure.side !== 'hospital')
  if (rows.length === 0) return null
  return (
    <Section title={t('accounts')}>
      <Grid<Figure>
        caption={t('accounts')} rows={rows} rowKey={(row) => `${row.side}/${row.account}/${row.what}`}
        columns={[
          { key: 'side', title: t('column.side'), rowHeader: true, cell: (row) => <>{t(`side.${row.side}`)} {row.side !== row.account && <span className="caption muted">{row.account}</span>}</> },
          { key: 'what', title: t('column.what'), cell: (row) => t(`what.${row.what}`) },
          { key: 'count', title: t('column.count'), numeric: true, cell: (row) => <Anchor href={entriesOf(day.day, row)}>{row.count}</Anchor> },
          { key: 'in', title: t('column.in'), numeric: true, cell: (row) => <Money cents={row.inCents} bare /> },
          { key: 'out', title: t('column.out'), numeric: true, cell: (row) => <Money cents={row.outCents} bare /> },
        ]}
      />
    </Section>
  )
}
