import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Alert, Bones, Button, Desk, ErrorState, Grid, Money, Pane, useFormat } from '#ui/index.ts'
import { type ClearedEntry, type Day, ENTRIES_PER_PAGE, Side, What } from '../../contract.ts'
import { useDay, useEntries, useHospitalName } from './settlement-data.ts'
import './settlement.css'

/** From a figure to its entries: each line of the ledger, with the other side of its transfer, and that they add up to the figure. */
export function Component() {
  const { t } = useTranslation('settlement')
  const day = useParams()['day'] ?? ''
  const [search, setSearch] = useSearchParams()
  const [side, what] = [Side.catch('hospital').parse(search.get('side')), What.optional().catch(undefined).parse(search.get('what') ?? undefined)]
  const account = search.get('account') ?? undefined
  const institutionId = search.get('institutionId') ?? '0'
  const offset = Number(search.get('offset') ?? 0) || 0
  const whole = useDay(day)
  const read = useEntries(day, { side, institutionId, ...(account ? { account } : {}), ...(what ? { what } : {}), offset })
  const turn = (to: number) => setSearch((old) => { const next = new URLSearchParams(old); next.set('offset', String(to)); return next })
  return (
    <Desk title={t('behind')} context={whole.data && <About day={whole.data} side={side} what={what} account={account} institutionId={Number(institutionId)} />} actions={<Button small href={`/settlement/${day}`}>{t('back')}</Button>}>
      <Pane
        label={t('behind')} paper
        foot={read.data && read.data.count > ENTRIES_PER_PAGE ? (
          <><span className="small muted grow">{t('page', { from: offset + 1, to: Math.min(offset + ENTRIES_PER_PAGE, read.data.count), count: read.data.count })}</span>
            <Button small disabled={offset === 0} onPress={() => turn(Math.max(0, offset - ENTRIES_PER_PAGE))}>{t('earlier')}</Button>
            <Button small disabled={offset + ENTRIES_PER_PAGE >= read.data.count} onPress={() => turn(offset + ENTRIES_PER_PAGE)}>{t('later')}</Button></>
        ) : undefined}
      >
        {read.isPending && <Bones cards={[8]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && (
          <>
            <Alert tone="success" title={t('adds-up', { count: read.data.count })}> <Money cents={read.data.cents} /></Alert>
            <Entries entries={read.data.entries} day={whole.data} />
          </>
        )}
      </Pane>
    </Desk>
  )
}

function About({ day, side, what, account, institutionId }: { day: Day; side: Side; what: What | undefined; account: string | undefined; institutionId: number }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useHospitalName(day.hospitals)
  return <>{[format.date(day.day), side === 'hospital' ? nameOf(institutionId) : t(`side.${side}`), side !== 'hospital' && account !== side ? account : undefined, what && t(`what.${what}`)].filter(Boolean).join(' · ')}</>
}

function Entries({ entries, day }: { entries: readonly ClearedEntry[]; day: Day | undefined }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useHospitalName(day?.hospitals ?? [])
  const accountName = (account: string) => (account.startsWith('member/') ? nameOf(Number(account.slice(7))) : Side.safeParse(account.split('/')[0]).success ? t(`side.${account.split('/')[0] as Side}`) : account)
  return (
    <Grid
      caption={t('behind')} rows={[...entries]} rowKey={(row) => `${row.transferId}/${row.line}`} empty={t('nothing-happened')}
      columns={[
        { key: 'at', title: t('column.at'), cell: (row) => <span className="settlement-time">{format.dayTime(row.at)}</span> },
        { key: 'what', title: t('column.what'), rowHeader: true, cell: (row) => t(`what.${row.what}`) },
        { key: 'cents', title: t('column.amount'), numeric: true, cell: (row) => <b><Money cents={row.cents} bare /></b> },
        { key: 'others', title: t('column.others'), cell: (row) => row.others.map((other, at) => <span key={at} className="settlement-other">{accountName(other.account)} <Money cents={other.cents} bare /></span>) },
        { key: 'reference', title: t('column.reference'), cell: (row) => <span className="caption">{row.reference}</span> },
        { key: 'transfer', title: t('column.transfer'), cell: (row) => <code className="caption">{row.transferId}</code> },
      ]}
    />
  )
}
