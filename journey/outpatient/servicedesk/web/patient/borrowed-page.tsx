import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import { Alert, Bones, Card, EmptyState, ErrorState, FamilySwitch, initialOf, Page, Section, Tag, useFormat, useWhose } from '#ui/index.ts'
import type { Complaint, MyDesk } from '../../contract.ts'

/** What I borrowed and until when, where the deposit is, and what became of what I complained about. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const [chosen, setChosen] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
  const people = family.data?.members ?? []
  const personId = (people.find((person) => person.personId === chosen) ?? people[0])?.personId
  return (
    <Page title={t('mine.title')} back="/me">
      {family.isError && <ErrorState problem={family.error} onRetry={() => void family.refetch()} />}
      {family.isPending && <Bones />}
      {people.length > 1 && personId && <FamilySwitch label={t('mine.whose')} selected={personId} onSelect={setChosen} people={people.map((person) => ({ id: person.personId, name: person.name, initial: initialOf(person.name) }))} />}
      {personId && <Mine key={personId} personId={personId} />}
    </Page>
  )
}

function Mine({ personId }: { personId: string }) {
  const { t } = useTranslation('servicedesk')
  const read = useQuery({ queryKey: ['servicedesk', 'mine', personId], queryFn: () => api.get<MyDesk>('/api/servicedesk/mine', { query: { personId } }) })
  if (read.isPending) return <Bones />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const { loans, complaints } = read.data
  if (loans.length + complaints.length === 0) return <EmptyState title={t('mine.none')}>{t('mine.none-note')}</EmptyState>
  return (
    <>
      {loans.length > 0 && <Section title={t('mine.loans')}>{loans.map((loan) => <Borrowed key={loan.id} loan={loan} />)}</Section>}
      {complaints.length > 0 && <Section title={t('mine.complaints')}>{complaints.map((one) => <Told key={one.id} complaint={one} />)}</Section>}
    </>
  )
}

function Borrowed({ loan }: { loan: MyDesk['loans'][number] }) {
  const { t, i18n } = useTranslation('servicedesk')
  const format = useFormat()
  const isOut = loan.status === 'out'
  return (
    <Card>
      <div className="row row--between"><h3>{t(`item.${loan.kind}`)} {loan.code}</h3>{isOut && <Tag tone={loan.overdue ? 'danger' : 'info'} icon="clock">{t(loan.overdue ? 'loan.overdue' : 'state.lent')}</Tag>}</div>
      <p className="small muted">{(i18n.language === 'en' && loan.institutionNameEn) || loan.institutionName}</p>
      {isOut && <p><b>{t(loan.overdue ? 'mine.late' : 'mine.return', { time: format.dayTime(loan.dueAt), home: loan.home })}</b></p>}
      {isOut && loan.depositWay !== 'none' && <p className="small">{t(`mine.deposit-${loan.depositWay}`, { amount: format.money(loan.depositCents) })}</p>}
      {loan.status === 'checking' && <p>{t('mine.checking')}</p>}
      {loan.status === 'returned' && <p>{loan.depositCents > 0 ? t('mine.returned', { amount: format.money(loan.depositCents - loan.keptCents) }) : t('mine.returned-none')}</p>}
      {loan.status === 'lost' && <p>{t('mine.lost')}</p>}
      {loan.keptCents > 0 && loan.status !== 'checking' && <p className="small">{t('mine.kept', { amount: format.money(loan.keptCents), why: loan.damage })}</p>}
    </Card>
  )
}

function Told({ complaint }: { complaint: Complaint }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  return (
    <Card>
      <div className="row row--between"><h3>{t('complaint.number', { number: complaint.number })}</h3><Tag tone={complaint.status === 'answered' ? 'success' : 'info'}>{t(`complaint.status.${complaint.status}`)}</Tag></div>
      <p>{complaint.words}</p>
      {complaint.answer === null ? <p className="small muted">{t('complaint.by', { time: format.dayTime(complaint.answerBy) })}</p> : <Alert tone="success" title={t('mine.answer')}>{complaint.answer}</Alert>}
    </Card>
  )
}
