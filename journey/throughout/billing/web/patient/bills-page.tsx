import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import { Bones, Button, EmptyState, ErrorState, List, ListItem, Money, Page, Section, Tag, useFormat, useWhose } from '#ui/index.ts'
import type { BillSummary } from '../../contract.ts'
import { billHref, useFamily } from './bill-data.ts'
import { useOwnId, Whose } from './whose.tsx'

/** All bills of one person, at every hospital: what is to be paid first. */
export function Component() {
  const { t } = useTranslation('billing')
  const client = useQueryClient()
  const own = useOwnId()
  const [chosen, setChosen] = useWhose()
  const mayPay = useFamily().data?.members.some((member) => member.personId === chosen && member.scope.includes('pay'))
  const personId = mayPay && chosen !== null ? chosen : own
  const read = useQuery({
    queryKey: ['billing', 'bills', personId], enabled: personId !== undefined,
    queryFn: () => api.get<BillSummary[]>('/api/billing/bills', { query: { personId } }),
  })
  useLive(personId ? [`person:${personId}`] : [], () => void client.invalidateQueries({ queryKey: ['billing'] }))
  const due = read.data?.filter((bill) => bill.dueCents > 0) ?? []
  const rest = read.data?.filter((bill) => bill.dueCents === 0) ?? []
  return (
    <Page title={t('bills.title')} back="/">
      {personId && <Whose selected={personId} onSelect={setChosen} />}
      {read.isPending && <Bones cards={[2, 3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('bills.empty')} actions={<Button kind="soft" href="/doctors">{t('bills.book')}</Button>}>{t('bills.empty-body')}</EmptyState>}
      {due.length > 0 && <Section title={t('bills.due')}><List label={t('bills.due')}>{due.map((bill) => <BillRow key={bill.id} bill={bill} />)}</List></Section>}
      {rest.length > 0 && <Section title={t('bills.paid')}><List label={t('bills.paid')}>{rest.map((bill) => <BillRow key={bill.id} bill={bill} />)}</List></Section>}
      {read.data && <Button block icon="receipt" href="/receipts">{t('me.receipts')}</Button>}
    </Page>
  )
}

function BillRow({ bill }: { bill: BillSummary }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const hospital = format.name(bill.institutionName, bill.institutionNameEn)
  return (
    <ListItem
      href={billHref(bill)} icon="receipt" title={format.name(bill.title, bill.titleEn)} note={`${hospital} · ${format.date(bill.openedAt)}`}
      end={bill.dueCents > 0 ? <strong><Money cents={bill.dueCents} /></strong> : bill.status === 'paid' ? <Tag tone="success" icon="check">{t('bills.settled')}</Tag> : <Money cents={bill.dueCents} />}
    />
  )
}
