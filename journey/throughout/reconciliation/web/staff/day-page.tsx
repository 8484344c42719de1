import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Alert, Anchor, Bones, Button, Card, Desk, ErrorState, Grid, List, ListItem, localDay, Money, Pane, Section, Tag, useFormat, useMinute } from '#ui/index.ts'
import type { DayFigures, FinanceDay } from '../../contract.ts'
import { CloseDayCard } from './close-day-card.tsx'
import { dayBefore, useCloses, useFinanceDay } from './finance-data.ts'
import { DayField, Tabs } from './parts.tsx'

/** A day of money: what came and went, by whom it was taken, what stands in the way of closing it, and closing it. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const day = search.get('day') ?? dayBefore(localDay(now), 1)
  const read = useFinanceDay(day)
  return (
    <Desk title={t('day.title')} actions={<Tabs />} panes="1fr 340px" context={
      <div className="row">
        <DayField label={t('day.day')} day={day} onChange={(value) => setSearch({ day: value }, { replace: true })} />
        {read.data && (read.data.closed ? <Tag tone="success" icon="lock">{t('day.closed')}</Tag> : <Tag>{t('day.open')}</Tag>)}
      </div>
    }>
      <Pane label={t('day.title')} paper>
        {read.isPending && <Bones cards={[3, 4, 3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Figures figures={read.data.figures} />}
      </Pane>
      <Pane label={t('day.close')}>{read.data && <Side key={day} of={read.data} />}</Pane>
    </Desk>
  )
}

function Figures({ figures }: { figures: DayFigures }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const { day } = figures
  const name = (one: { departmentName: string; departmentNameEn: string }) => (format.language === 'en' ? one.departmentNameEn || one.departmentName : one.departmentName) || t('day.no-department')
  const trail = (about: string) => `/finance/trail?day=${day}${about}`
  return (
    <>
      {figures.channels.length === 0 && <Alert tone="info" title={t('day.nothing')} />}
      {figures.channels.length > 0 && (
        <Card><Section title={t('day.channels')}>
          <Grid caption={t('day.channels')} rows={figures.channels} rowKey={(one) => one.channel} columns={[
            { key: 'channel', title: t('day.channel'), rowHeader: true, cell: (one) => <Anchor href={trail(`&channel=${one.channel}`)}>{t(`channel.${one.channel}`)}</Anchor> },
            { key: 'count', title: t('day.payments'), numeric: true, cell: (one) => one.paymentCount }, { key: 'paid', title: t('day.paid'), numeric: true, cell: (one) => <Money cents={one.paymentCents} /> },
            { key: 'backs', title: t('day.refunds'), numeric: true, cell: (one) => one.refundCount }, { key: 'back', title: t('day.refunded'), numeric: true, cell: (one) => <Money cents={one.refundCents} /> },
            { key: 'booked', title: t('day.booked-in'), numeric: true, cell: (one) => <Booked same={one.bookedInCents === one.paymentCents} cents={one.bookedInCents} /> },
            { key: 'out', title: t('day.booked-out'), numeric: true, cell: (one) => <Booked same={one.bookedOutCents === one.refundCents} cents={one.bookedOutCents} /> },
          ]} />
        </Section></Card>
      )}
      {figures.takings.length > 0 && (
        <Card><Section title={t('day.departments')}>
          <Grid caption={t('day.departments')} rows={figures.takings} rowKey={(one) => `${one.departmentId} ${one.channel}`} columns={[
            { key: 'department', title: t('day.department'), rowHeader: true, cell: (one) => <Anchor href={trail(`&channel=${one.channel}&departmentId=${one.departmentId ?? 'none'}`)}>{name(one)}</Anchor> },
            { key: 'channel', title: t('day.channel'), cell: (one) => t(`channel.${one.channel}`) }, { key: 'count', title: t('day.payments'), numeric: true, cell: (one) => one.paymentCount },
            { key: 'paid', title: t('day.paid'), numeric: true, cell: (one) => <Money cents={one.paymentCents} /> }, { key: 'backs', title: t('day.refunds'), numeric: true, cell: (one) => one.refundCount },
            { key: 'back', title: t('day.refunded'), numeric: true, cell: (one) => <Money cents={one.refundCents} /> },
          ]} />
        </Section></Card>
      )}
      <Card><Section title={t('day.shifts')}>
        {figures.shifts.length === 0 ? <p className="muted">{t('day.no-shifts')}</p> : (
          <Grid caption={t('day.shifts')} rows={figures.shifts} rowKey={(one) => one.id} columns={[
            { key: 'counter', title: t('shift.counter'), rowHeader: true, cell: (one) => <Anchor href={`/finance/shifts/${one.id}`}>{one.counter}</Anchor> }, { key: 'cashier', title: t('shift.cashier'), cell: (one) => one.cashier },
            { key: 'opened', title: t('shift.opened'), cell: (one) => format.time(one.openedAt) }, { key: 'closed', title: t('shift.closed'), cell: (one) => (one.closedAt ? format.time(one.closedAt) : <Tag tone="warning" icon="clock">{t('day.open')}</Tag>) },
            { key: 'in', title: t('shift.in'), numeric: true, cell: (one) => <Money cents={one.cashInCents} /> }, { key: 'counted', title: t('shift.counted'), numeric: true, cell: (one) => (one.countedCents === null ? '—' : <Money cents={one.countedCents} />) },
            { key: 'difference', title: t('shift.difference'), numeric: true, cell: (one) => (one.differenceCents ? <Tag tone="warning" icon="alert"><Money cents={one.differenceCents} /></Tag> : one.differenceCents === 0 ? <Money cents={0} /> : '—') },
          ]} />
        )}
      </Section></Card>
      {figures.boxes && figures.boxes.length > 0 && <Boxes boxes={figures.boxes} />}
      {figures.corrections.length > 0 && (
        <Card><Section title={t('day.corrections')}>
          <p className="small muted">{t('day.corrections-note')}</p>
          <Grid caption={t('day.corrections')} rows={figures.corrections} rowKey={(one) => `${one.day} ${one.channel} ${one.departmentId}`} columns={[
            { key: 'day', title: t('day.day'), rowHeader: true, cell: (one) => one.day }, { key: 'channel', title: t('day.channel'), cell: (one) => t(`channel.${one.channel}`) },
            { key: 'paid', title: t('day.paid'), numeric: true, cell: (one) => <Money cents={one.paymentCents} /> }, { key: 'back', title: t('day.refunded'), numeric: true, cell: (one) => <Money cents={one.refundCents} /> },
          ]} />
        </Section></Card>
      )}
    </>
  )
}

/** Machines beside the tills: what people put in, and each box that was taken out and counted. */
function Boxes({ boxes }: { boxes: NonNullable<DayFigures['boxes']> }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const rows = boxes.flatMap(({ machine, takenCents, counts }) => Array.from({ length: Math.max(1, counts.length) }, (_, i) => ({ machine, takenCents: i === 0 ? takenCents : null, count: counts[i] })))
  return (
    <Card><Section title={t('day.boxes')}>
      <Grid caption={t('day.boxes')} rows={rows} rowKey={(one) => one.count?.id ?? one.machine} columns={[
        { key: 'machine', title: t('day.machine'), rowHeader: true, cell: (one) => one.machine }, { key: 'in', title: t('shift.in'), numeric: true, cell: (one) => (one.takenCents === null ? '' : <Money cents={one.takenCents} />) },
        { key: 'out', title: t('day.box-out'), cell: (one) => (one.count ? `${format.time(one.count.takenOutAt)} ${one.count.takenOutBy}` : '—') },
        { key: 'expected', title: t('shift.expected'), numeric: true, cell: (one) => (one.count?.expectedCents == null ? '—' : <Money cents={one.count.expectedCents} />) },
        { key: 'counted', title: t('shift.counted'), numeric: true, cell: (one) => (one.count?.countedCents == null ? (one.count ? <Tag tone="warning" icon="clock">{t('day.box-uncounted')}</Tag> : '—') : <Money cents={one.count.countedCents} />) },
        { key: 'difference', title: t('shift.difference'), numeric: true, cell: (one) => (one.count?.differenceCents ? <Tag tone="warning" icon="alert"><Money cents={one.count.differenceCents} /></Tag> : one.count?.differenceCents === 0 ? <Money cents={0} /> : '—') },
      ]} />
    </Section></Card>
  )
}

/** What the ledger says, marked where it says something else. */
function Booked({ same, cents }: { same: boolean; cents: number }) {
  return same ? <Money cents={cents} /> : <Tag tone="danger" icon="alert"><Money cents={cents} /></Tag>
}

function Side({ of }: { of: FinanceDay }) {
  const { t } = useTranslation('reconciliation')
  const { day } = of.figures
  const [shown, setShown] = useState(of)
  // What was just closed stays on the page; anything newer replaces it.
  const now = shown.closed && !of.closed ? shown : of
  const closes = useCloses(dayBefore(day, 45), dayBefore(day, -15))
  return (
    <>
      <CloseDayCard of={now} onClosed={setShown} />
      <Button icon="down2" href={`/api/reconciliation/days/${day}/export`} target="_blank">{t('day.export')}</Button>
      <Section title={t('day.recent')}>
        {closes.data?.length === 0 && <p className="muted small">{t('day.recent-none')}</p>}
        {closes.data && closes.data.length > 0 && (
          <List label={t('day.recent')}>
            {closes.data.slice(0, 10).map((one) => (
              <ListItem key={one.day} href={`/finance/days?day=${one.day}`} title={<>{one.day} {one.corrected && <Tag>{t('day.corrected')}</Tag>}</>} note={one.closedBy} end={<Money cents={one.paymentCents - one.refundCents} />} />
            ))}
          </List>
        )}
      </Section>
    </>
  )
}
