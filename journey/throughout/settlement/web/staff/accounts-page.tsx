import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Bones, Button, Desk, ErrorState, Grid, Pane, Section, Tag, useFormat } from '#ui/index.ts'
import type { AccountsOf, BankAccountVersion } from '../../contract.ts'
import { Account, useOwnerName } from './account-shown.tsx'
import { useBankAccounts } from './accounts-data.ts'
import { ChangeAccount } from './change-account.tsx'
import { DecideAccount } from './decide-account.tsx'
import './settlement.css'

type Asked = { readonly what: 'change' | 'decide' | 'history'; readonly institutionId: number }

/** Where each hospital's money goes, what waits for a second person, and what was before. A hospital reads its own. */
export function Component() {
  const { t } = useTranslation('settlement')
  const [search] = useSearchParams()
  const wanted = search.get('change')
  const [asked, setAsked] = useState<Asked | undefined>(wanted === null ? undefined : { what: 'change', institutionId: Number(wanted) })
  const read = useBankAccounts()
  const all = read.data?.institutions ?? []
  const chosen = all.find((one) => one.institutionId === asked?.institutionId)
  const waiting = all.filter((one) => one.proposal)
  const close = () => setAsked(undefined)
  return (
    <Desk title={t('accounts-page.title')} context={t(read.data?.centre === false ? 'accounts-page.about-own' : 'accounts-page.about')} actions={<Actions />}>
      <Pane label={t('accounts-page.title')} paper>
        {read.isPending && <Bones cards={[6]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.centre && waiting.length > 0 && <Section title={t('accounts-page.waiting')}><Waiting all={waiting} onDecide={(institutionId) => setAsked({ what: 'decide', institutionId })} /></Section>}
        {read.data && <Accounts all={all} centre={read.data.centre} onAsk={setAsked} />}
      </Pane>
      {read.data && chosen && asked?.what === 'change' && <ChangeAccount of={chosen} today={read.data.today} onClose={close} />}
      {chosen?.proposal && asked?.what === 'decide' && <DecideAccount of={chosen} proposal={chosen.proposal} onClose={close} />}
    </Desk>
  )
}

function Actions() {
  const { t } = useTranslation('settlement')
  return (
    <span className="settlement-files">
      <Button small href="/settlement">{t('accounts-page.days')}</Button>
      <a className="btn btn--small" href="/api/settlement/bank-accounts.xlsx" download>{t('file.xlsx')}</a>
      <Button small icon="print" onPress={() => window.print()}>{t('print')}</Button>
    </span>
  )
}

function Waiting({ all, onDecide }: { all: AccountsOf[]; onDecide: (institutionId: number) => void }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useOwnerName()
  return (
    <Grid
      caption={t('accounts-page.waiting')} rows={all} rowKey={(one) => one.institutionId}
      columns={[
        { key: 'name', title: t('column.hospital'), rowHeader: true, cell: (one) => nameOf(one) },
        { key: 'account', title: t('accounts-page.new'), cell: (one) => <Account of={one.proposal} /> },
        { key: 'from', title: t('accounts-page.valid-from'), cell: (one) => one.proposal && format.date(one.proposal.validFrom) },
        { key: 'by', title: t('accounts-page.proposed-by'), cell: (one) => one.proposal && <>{one.proposal.proposedBy}<span className="settlement-other caption muted">{format.dayTime(one.proposal.proposedAt)}</span></> },
        { key: 'act', title: <span className="sr">{t('accounts-page.decide')}</span>, cell: (one) => <Button small kind={one.proposal?.mine ? undefined : 'primary'} onPress={() => onDecide(one.institutionId)}>{t(one.proposal?.mine ? 'accounts-page.look' : 'accounts-page.decide')}</Button> },
      ]}
    />
  )
}

function Accounts({ all, centre, onAsk }: { all: AccountsOf[]; centre: boolean; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useOwnerName()
  const [open, setOpen] = useState<number>()
  const shown = all.find((one) => one.institutionId === open)
  return (
    <>
      <Section title={t('accounts-page.on-record')} aside={<span className="small muted">{t('accounts-page.hidden')}</span>}>
        <div className="settlement-matrix">
          <Grid
            caption={t('accounts-page.on-record')} rows={all} rowKey={(one) => one.institutionId} rowState={(one) => (one.institutionId === open ? 'selected' : undefined)} empty={t('accounts-page.none')}
            columns={[
              { key: 'name', title: t('column.hospital'), rowHeader: true, cell: (one) => nameOf(one) },
              { key: 'account', title: t('accounts-page.account'), cell: (one) => (one.current ? <Account of={one.current} /> : <Tag tone="warning" icon="alert">{t('accounts-page.missing')}</Tag>) },
              { key: 'since', title: t('accounts-page.valid-from'), cell: (one) => one.current && format.date(one.current.validFrom) },
              { key: 'state', title: t('accounts-page.to-come'), cell: (one) => <ToCome of={one} /> },
              { key: 'act', title: <span className="sr">{t('accounts-page.change')}</span>, cell: (one) => (
                <span className="settlement-bank">
                  {centre && <Button small disabled={one.proposal !== null} aria-label={`${t(one.current ? 'accounts-page.change' : 'accounts-page.add')} ${nameOf(one)}`} onPress={() => onAsk({ what: 'change', institutionId: one.institutionId })}>{t(one.current ? 'accounts-page.change' : 'accounts-page.add')}</Button>}
                  {one.past.length > 0 && <Button small aria-label={`${t('accounts-page.history')} ${nameOf(one)}`} onPress={() => setOpen(open === one.institutionId ? undefined : one.institutionId)}>{t('accounts-page.history')}</Button>}
                </span>
              ) },
            ]}
          />
        </div>
      </Section>
      {shown && <Section title={t('accounts-page.history-of', { name: nameOf(shown) })}><History past={shown.past} /></Section>}
    </>
  )
}

function ToCome({ of }: { of: AccountsOf }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  if (of.proposal) return <Tag tone="warning" icon="clock">{t('accounts-page.state.proposed')}</Tag>
  if (of.next) return <>{t('accounts-page.from-day', { day: format.date(of.next.validFrom) })} <b className="settlement-time">{of.next.accountNo}</b></>
  return <span className="muted">–</span>
}

function History({ past }: { past: BankAccountVersion[] }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  return (
    <Grid
      caption={t('accounts-page.history')} rows={past} rowKey={(one) => one.id}
      columns={[
        { key: 'account', title: t('accounts-page.account'), rowHeader: true, cell: (one) => <Account of={one} /> },
        { key: 'from', title: t('accounts-page.valid-from'), cell: (one) => format.date(one.validFrom) },
        { key: 'state', title: t('accounts-page.state-title'), cell: (one) => t(`accounts-page.state.${one.state}`) },
        { key: 'reason', title: t('accounts-page.reason'), cell: (one) => <>{one.reason}{one.note !== '' && <span className="settlement-other caption muted">{one.note}</span>}</> },
        { key: 'by', title: t('accounts-page.who'), cell: (one) => [one.proposedBy, one.decidedBy].filter(Boolean).join(' · ') || '–' },
      ]}
    />
  )
}
