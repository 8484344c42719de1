import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Alert, Bones, Button, Counts, Desk, EmptyState, ErrorState, Grid, Money, Pane, Section, Tag, useFormat } from '#ui/index.ts'
import type { BankDesk, BankLine } from '../../contract.ts'
import { useBankDesk } from './accounts-data.ts'
import { BringAnswer } from './bring-answer.tsx'
import { Net, Retry } from './matrix.tsx'
import { instructionTone, useHospitalName } from './settlement-data.ts'
import './settlement.css'

/** What the bank said to a day: who was paid, who was refused and why, and what to do about that. */
export function Component() {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const day = useParams()['day'] ?? ''
  const read = useBankDesk(day)
  return (
    <Desk
      title={t('bank-page.title')} context={format.date(day)}
      actions={(
        <span className="settlement-files">
          <Button small href={`/settlement/${day}`}>{t('back')}</Button>
          <Button small href="/settlement/accounts">{t('accounts-page.title')}</Button>
          {read.data?.isInstructed && <a className="btn btn--small" href={`/api/settlement/days/${day}/bank.xlsx`} download>{t('file.xlsx')}</a>}
          <Button small icon="print" onPress={() => window.print()}>{t('print')}</Button>
        </span>
      )}
    >
      <Pane label={t('bank-page.title')} paper>
        {read.isPending && <Bones cards={[2, 6]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && !read.data.isInstructed && <EmptyState title={t('bank-page.not-told')}>{t('bank-page.not-told-note')}</EmptyState>}
        {read.data?.isInstructed && <Answers desk={read.data} />}
      </Pane>
    </Desk>
  )
}

function Answers({ desk }: { desk: BankDesk }) {
  const { t } = useTranslation('settlement')
  const last = desk.lines.map((one) => one.attempts.at(-1)!)
  const of = (...states: string[]) => last.filter((one) => states.includes(one.state))
  const sum = (some: typeof last) => some.reduce((cents, one) => cents + Math.abs(one.netCents), 0)
  const groups = [['bank-page.paid', of('executed', 'posted')], ['bank-page.refused', of('refused')], ['bank-page.waiting', of('waiting')]] as const
  return (
    <>
      <Counts counts={groups.map(([key, some]) => ({ label: t(key), value: <>{some.length} <span className="small muted"><Money cents={sum(some)} /></span></> }))} />
      {of('refused').length > 0 && <Section title={t('bank-page.to-do')}><Refused desk={desk} /></Section>}
      {of('waiting').length > 0 && <BringAnswer day={desk.day} hospitals={desk.hospitals} />}
      <Section title={t('bank-page.all')}><All desk={desk} /></Section>
      {desk.answers.length > 0 && <Section title={t('bank-page.answers')}><Files desk={desk} /></Section>}
    </>
  )
}

/** Each refusal with its reason, and the next step: correct the account, then pay again. */
function Refused({ desk }: { desk: BankDesk }) {
  const { t } = useTranslation('settlement')
  const nameOf = useHospitalName(desk.hospitals)
  const [retrying, setRetrying] = useState<BankLine>()
  const refused = desk.lines.filter((one) => one.attempts.at(-1)?.state === 'refused')
  const again = retrying?.attempts.at(-1)
  return (
    <div className="stack">
      {refused.map((one) => (
        <Alert
          key={one.institutionId} tone="danger" title={<>{nameOf(one.institutionId)} · <Money cents={Math.abs(one.attempts.at(-1)!.netCents)} /></>}
          action={(
            <span className="settlement-bank settlement-next">
              {!one.isCorrected && !one.hasProposal && <Button small kind="primary" href={`/settlement/accounts?change=${one.institutionId}`}>{t('bank-page.correct')}</Button>}
              {one.hasProposal && <Button small href="/settlement/accounts">{t('bank-page.see-proposal')}</Button>}
              <Button small kind={one.isCorrected ? 'primary' : undefined} onPress={() => setRetrying(one)}>{t('bank-page.pay-again')}</Button>
            </span>
          )}
        >
          {t('bank-page.because', { reason: one.attempts.at(-1)!.reason || t('bank-page.no-reason'), account: one.toldAccount })}
          {' '}{t(one.hasProposal ? 'bank-page.waits-for-second' : one.isCorrected ? 'bank-page.corrected' : 'bank-page.still-same', { account: one.accountNow ?? '–' })}
        </Alert>
      ))}
      {again && retrying && <Retry day={desk.day} instruction={again} name={nameOf(again.institutionId)} accountNow={retrying.accountNow} onClose={() => setRetrying(undefined)} />}
    </div>
  )
}

function All({ desk }: { desk: BankDesk }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useHospitalName(desk.hospitals)
  const rows = desk.lines.flatMap((one) => one.attempts)
  return (
    <div className="settlement-matrix">
      <Grid
        caption={t('bank-page.all')} rows={rows} rowKey={(one) => one.id} empty={t('nothing-moves')}
        columns={[
          { key: 'name', title: t('column.hospital'), rowHeader: true, cell: (one) => <>{nameOf(one.institutionId)}{one.attempt > 1 && <span className="settlement-other caption muted">{t('bank-page.attempt', { count: one.attempt })}</span>}</> },
          { key: 'net', title: t('column.amount'), numeric: true, cell: (one) => <Net cents={one.netCents} /> },
          { key: 'from', title: t('payer'), cell: (one) => <span className="settlement-time">{one.payerBank} {one.payerAccount}</span> },
          { key: 'to', title: t('payee'), cell: (one) => <span className="settlement-time">{one.payeeBank} {one.payeeAccount}</span> },
          { key: 'state', title: t('column.bank'), cell: (one) => <><Tag tone={instructionTone[one.state]}>{t(`instruction.${one.state}`)}</Tag>{one.reason !== '' && <span className="settlement-other caption">{one.reason}</span>}</> },
          { key: 'at', title: t('bank-page.answered'), cell: (one) => (one.endedAt ? <span className="settlement-time">{format.dayTime(one.endedAt)}</span> : '–') },
        ]}
      />
    </div>
  )
}

function Files({ desk }: { desk: BankDesk }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  return (
    <Grid
      caption={t('bank-page.answers')} rows={desk.answers} rowKey={(one) => one.sha256}
      columns={[
        { key: 'at', title: t('bank-page.received'), rowHeader: true, cell: (one) => format.dayTime(one.receivedAt) },
        { key: 'by', title: t('bank-page.by'), cell: (one) => (one.byItself ? t('bank-page.by-itself') : one.receivedBy) },
        { key: 'paid', title: t('bank-page.paid'), numeric: true, cell: (one) => one.executed },
        { key: 'refused', title: t('bank-page.refused'), numeric: true, cell: (one) => one.refused },
        { key: 'sha', title: 'SHA-256', cell: (one) => <code className="settlement-sha">{one.sha256.slice(0, 16)}…</code> },
      ]}
    />
  )
}
