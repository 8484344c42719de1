import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Alert, Bones, Button, Desk, ErrorState, Grid, Money, Pairs, Pane, useFormat } from '#ui/index.ts'
import type { ShiftReport } from '../../contract.ts'
import { useShiftReport } from './finance-data.ts'
import './finance.css'

/** A cashier's shift on one sheet of paper, to be printed and signed by two. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const { id } = useParams()
  const read = useShiftReport(id)
  return (
    <Desk title={t('shift.title')} actions={<Button small icon="print" onPress={() => window.print()}>{t('shift.print')}</Button>}>
      <Pane label={t('shift.title')} paper>
        {read.isPending && <Bones cards={[6]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Paper report={read.data} />}
      </Pane>
    </Desk>
  )
}

function Paper({ report }: { report: ShiftReport }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const pieces = Object.entries(report.counted).map(([cents, count]) => ({ cents: Number(cents), count })).filter((one) => one.count > 0).toSorted((a, b) => b.cents - a.cents)
  const money = (cents: number | null) => (cents === null ? '—' : <Money cents={cents} />)
  return (
    <article className="reconciliation-paper">
      <header>
        <p>{format.language === 'en' ? report.institutionNameEn || report.institutionName : report.institutionName}</p>
        <h2>{t('shift.report-of', { counter: report.counter })}</h2>
      </header>
      {report.status === 'open' && <Alert tone="info">{t('shift.still-open')}</Alert>}
      <Pairs pairs={[
        { label: t('shift.cashier'), value: report.cashier || '—' }, { label: t('shift.opened'), value: `${format.date(report.openedAt)} ${format.time(report.openedAt)}` },
        { label: t('shift.closed'), value: report.closedAt ? `${format.date(report.closedAt)} ${format.time(report.closedAt)}` : '—' },
        { label: t('shift.float'), value: money(report.openingFloatCents) },
        ...(report.status === 'closed' ? [
          { label: t('shift.in'), value: money(report.cashInCents) }, { label: t('shift.out'), value: money(-report.cashOutCents) },
          { label: t('shift.expected'), value: money(report.expectedCents) }, { label: t('shift.counted'), value: money(report.countedCents) }, { label: t('shift.difference'), value: <b>{money(report.differenceCents)}</b> },
        ] : []),
        { label: t('shift.receipts'), value: report.receipts ? t('shift.receipts-range', { ...report.receipts }) : t('shift.receipts-none') },
        ...(report.note ? [{ label: t('shift.note'), value: report.note }] : []),
      ]} />
      <Sums title={t('shift.payments')} rows={report.payments} />
      <Sums title={t('shift.refunds')} rows={report.refunds} />
      {pieces.length > 0 && (
        <section className="stack"><h3>{t('shift.denominations')}</h3>
          <Grid caption={t('shift.denominations')} rows={pieces} rowKey={(one) => one.cents} columns={[
            { key: 'money', title: t('shift.money'), rowHeader: true, cell: (one) => <Money cents={one.cents} /> }, { key: 'pieces', title: t('shift.pieces'), numeric: true, cell: (one) => one.count },
            { key: 'sum', title: t('dashboard.amount'), numeric: true, cell: (one) => <Money cents={one.cents * one.count} /> },
          ]} />
        </section>
      )}
      <div className="reconciliation-signs"><span>{t('shift.sign-cashier')}</span><span>{t('shift.sign-second')}</span></div>
    </article>
  )
}

function Sums({ title, rows }: { title: string; rows: ShiftReport['payments'] }) {
  const { t } = useTranslation('reconciliation')
  return (
    <section className="stack"><h3>{title}</h3>
      <Grid caption={title} rows={rows} rowKey={(one) => one.channel} empty={t('shift.none')} columns={[
        { key: 'channel', title: t('day.channel'), rowHeader: true, cell: (one) => t(`channel.${one.channel}`) }, { key: 'count', title: t('dashboard.count'), numeric: true, cell: (one) => one.count },
        { key: 'cents', title: t('dashboard.amount'), numeric: true, cell: (one) => <Money cents={one.cents} /> },
      ]} />
    </section>
  )
}
