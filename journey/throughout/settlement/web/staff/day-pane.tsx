import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Counts, EmptyState, Money, Pane, Steps, Tag, useFormat } from '#ui/index.ts'
import type { Step } from '#ui/parts/path.tsx'
import { type Day, DayStatus } from '../../contract.ts'
import { DayActs } from './day-acts.tsx'
import { Matrix } from './matrix.tsx'
import { Proof } from './proof.tsx'
import { toneOf } from './settlement-data.ts'

const NetChart = lazy(async () => ({ default: (await import('./net-chart.tsx')).NetChart }))

/** One day of the whole region: where it stands, what to do next, who owes what, and that it adds up to nothing. */
export function DayPane({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const moving = day.positions.filter((position) => position.netCents !== 0)
  const sum = (sign: 1 | -1) => moving.reduce((cents, one) => cents + Math.max(0, sign * one.netCents), 0)
  return (
    <Pane
      label={t('day')} paper
      head={(
        <div className="settlement-head">
          <h2>{format.date(day.day)}</h2><Tag tone={toneOf[day.status]}>{t(`status.${day.status}`)}</Tag><span className="grow" />
          {day.status !== 'draft' && <Files day={day} />}
        </div>
      )}
      foot={<DayActs day={day} />}
    >
      <Steps label={t('steps')} steps={stepsOf(day).map((step) => ({ ...step, label: t(`step.${step.key}`) }))} />
      <Signatures day={day} />
      {day.status === 'draft' && <EmptyState title={t('draft.title')}>{t('draft.body', { time: format.dayTime(day.cutOff) })}</EmptyState>}
      {day.status !== 'draft' && (
        <>
          <Counts counts={[
            { label: t('count.hospitals'), value: moving.length }, { label: t('count.transfers'), value: (day.transferCount ?? 0).toLocaleString('en') },
            { label: t('count.pay-in'), value: <Money cents={sum(1)} /> }, { label: t('count.pay-out'), value: <Money cents={sum(-1)} /> },
          ]} />
          {moving.length > 0 && <Suspense fallback={<Bones cards={[4]} />}><NetChart day={day} /></Suspense>}
          <Matrix day={day} />
          <Proof day={day} />
        </>
      )}
    </Pane>
  )
}

/** Five dots: what is done, and what is next. Part-posted is on the way to the last. */
function stepsOf({ status }: Day): Omit<Step, 'label'>[] {
  const line = DayStatus.options.filter((one) => one !== 'part-posted')
  const at = line.indexOf(status === 'part-posted' ? 'instructed' : status)
  return line.map((key, n) => ({ key, state: n <= at ? 'done' : n === at + 1 ? 'now' : 'next' }))
}

function Signatures({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const signed = ([['first', day.firstApproval], ['second', day.approval], ['instructed', day.instructed], ['posted', day.postingAsked]] as const).filter(([, one]) => one !== null)
  if (signed.length === 0) return null
  return <ul className="settlement-signed small muted">{signed.map(([key, one]) => <li key={key}>{t(`signed.${key}`, { name: one?.name, time: one ? format.dayTime(one.at) : '' })}</li>)}</ul>
}

function Files({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const base = `/api/settlement/days/${day.day}`
  return (
    <span className="settlement-files">
      <a className="btn btn--small" href={`${base}/settlement.txt`} download>{t('file.settlement')}</a>
      {day.instructions.length > 0 && <a className="btn btn--small" href={`${base}/bank.txt`} download>{t('file.bank')}</a>}
      {day.instructions.length > 0 && <Button small href={`/settlement/${day.day}/bank`}>{t('bank-page.title')}</Button>}
      <a className="btn btn--small" href={`${base}/settlement.xlsx`} download>{t('file.xlsx')}</a>
      <Button small icon="print" onPress={() => window.print()}>{t('print')}</Button>
    </span>
  )
}
