import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, ConfirmDialog, Due, ErrorState, FamilySwitch, initialOf, List, ListItem, Money, Page, Pairs, Section, Tag, useFormat, useWhose } from '#ui/index.ts'
import type { CreditPage, Debt } from '../../contract.ts'
import { useCredit, useFamily, useOwnId, useRepay, useStop } from './credit-data.ts'
import { History } from './history.tsx'
import { LinkCard } from './link-card.tsx'
import { Agree, Agreed, Offer } from './offer.tsx'
import './credit.css'

const tones = ['plain', 'warm', 'blue', 'plum'] as const

/** Be treated first, pay afterwards: what was agreed, what is owed and until when, and who else may pay it. */
export function Component() {
  const { t } = useTranslation('credit')
  const own = useOwnId()
  const [chosen, choose] = useWhose()
  const members = (useFamily().data?.members ?? []).filter((member) => member.kind === 'self' || member.scope.includes('pay'))
  const shown = members.find((member) => member.personId === chosen) ?? members.find((member) => member.kind === 'self')
  const personId = shown?.personId ?? own
  const read = useCredit(personId)
  const whose = members.length > 1 && personId !== undefined && (
    <FamilySwitch
      label={t('title')} selected={personId} onSelect={choose}
      people={members.map((member, at) => ({ id: member.personId, name: member.name, initial: initialOf(member.name), tone: tones[at % tones.length] }))}
    />
  )
  if (!read.data) {
    return <Page title={t('title')} back="/me">{whose}{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[2, 4, 3]} />}</Page>
  }
  const page = read.data
  const who = shown && shown.kind !== 'self' ? shown.name : undefined
  const act = page.owedCents > 0 ? <Repay key={page.personId} page={page} /> : page.agreedAt === null ? <Agree key={page.personId} page={page} who={who} /> : undefined
  return (
    <Page title={t('title')} back="/me" action={act}>
      {whose}
      {page.agreedAt === null && page.owedCents === 0 ? <Offer terms={page.terms} /> : <Standing page={page} />}
    </Page>
  )
}

function Standing({ page }: { page: CreditPage }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  return (
    <>
      <Due
        label={page.owedCents > 0 ? t('owe.label') : t('owe.nothing')} cents={page.owedCents}
        note={page.nextDueOn && !page.blocked ? t('owe.due-on', { date: format.date(page.nextDueOn) }) : undefined}
      />
      {page.blocked && <Alert tone="warning" title={t('owe.overdue', { amount: format.money(page.overdueCents) })}>{t('owe.overdue-body')}</Alert>}
      {page.debts.length > 0 && <Debts debts={page.debts} />}
      {page.owedCents > 0 && <LinkCard page={page} />}
      {page.agreedAt !== null && <Line page={page} agreedAt={page.agreedAt} />}
      {page.agreedAt !== null && <Agreed terms={page.terms} />}
      {page.history.length > 0 && <History history={page.history} />}
      {page.agreedAt !== null && page.usedCents === 0 && page.keptCents === 0 && <Stop page={page} />}
    </>
  )
}

function Debts({ debts }: { debts: readonly Debt[] }) {
  const { t, i18n } = useTranslation('credit')
  const format = useFormat()
  return (
    <Section title={t('debts.title')}>
      <List label={t('debts.title')}>
        {debts.map((debt) => (
          <ListItem
            key={debt.id} icon="receipt" href={debt.visitId ? `/bills/${debt.institutionId}/${debt.visitId}` : undefined}
            title={<>{(i18n.language === 'en' && debt.institutionNameEn) || debt.institutionName} {debt.emergency && <Tag>{t('debts.emergency')}</Tag>} {debt.overdue && <Tag tone="warning" icon="clock">{t('debts.overdue')}</Tag>}</>}
            note={`${t('debts.due', { date: format.date(debt.dueOn) })}${debt.openCents < debt.cents ? ` · ${t('debts.of', { amount: format.money(debt.cents) })}` : ''}`}
            end={<strong><Money cents={debt.openCents} /></strong>}
          />
        ))}
      </List>
    </Section>
  )
}

/** How much of the limit is used. The bar repeats what the figures say. */
function Line({ page, agreedAt }: { page: CreditPage; agreedAt: string }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const part = (cents: number) => ({ inlineSize: `${Math.min(100, (cents * 100) / page.limitCents)}%` })
  return (
    <Section title={t('use.title')} aside={<span className="small muted">{t('use.agreed', { date: format.date(agreedAt) })}</span>}>
      <div className="card card--stack">
        <div className="credit-bar" aria-hidden="true"><span style={part(page.usedCents)} /><span data-kept style={part(page.keptCents)} /></div>
        <Pairs pairs={[
          { label: t('use.limit'), value: <Money cents={page.limitCents} /> }, { label: t('use.used'), value: <Money cents={page.usedCents} /> },
          ...(page.keptCents > 0 ? [{ label: t('use.kept'), value: <Money cents={page.keptCents} /> }] : []),
          { label: t('use.room'), value: <strong><Money cents={page.roomCents} /></strong> },
        ]} />
      </div>
    </Section>
  )
}

function Repay({ page }: { page: CreditPage }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const repay = useRepay(page)
  return (
    <>
      {repay.isError && <Alert tone="danger" title={repay.error.title} />}
      <p className="credit-way small muted">{t('owe.repay-how')}</p>
      <Button kind="primary" block busy={repay.isPending} onPress={() => repay.mutate()}>{t('owe.repay', { amount: format.money(page.owedCents) })}</Button>
    </>
  )
}

function Stop({ page }: { page: CreditPage }) {
  const { t } = useTranslation('credit')
  const [asking, setAsking] = useState(false)
  const stop = useStop(page)
  return (
    <>
      <Button kind="quiet" block onPress={() => setAsking(true)}>{t('use.stop')}</Button>
      {asking && (
        <ConfirmDialog
          title={t('use.stop-title')} confirm={t('use.stop-do')} keep={t('use.keep-on')} busy={stop.isPending} onKeep={() => setAsking(false)}
          error={stop.isError && <Alert tone="danger" title={stop.error.title} />} onConfirm={() => stop.mutate(undefined, { onSuccess: () => setAsking(false) })}
        >
          <p>{t('use.stop-body')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
