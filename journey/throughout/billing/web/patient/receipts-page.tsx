import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, EmptyState, ErrorState, List, Page } from '#ui/index.ts'
import type { ReceiptSummary } from '../../contract.ts'
import { ReceiptRow } from './bill-after.tsx'
import { useOwnId, Whose } from './whose.tsx'

/** Every receipt of one person, at every hospital, as long as they may be asked for. */
export function Component() {
  const { t } = useTranslation('billing')
  const own = useOwnId()
  const [chosen, setChosen] = useState<string>()
  const personId = chosen ?? own
  const read = useQuery({
    queryKey: ['billing', 'receipts', personId], enabled: personId !== undefined,
    queryFn: () => api.get<ReceiptSummary[]>('/api/billing/receipts', { query: { personId } }),
  })
  return (
    <Page title={t('receipt.title-list')} back="/bills">
      {personId && <Whose selected={personId} onSelect={setChosen} />}
      {read.isPending && <Bones cards={[3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('receipt.empty')}>{t('receipt.empty-body')}</EmptyState>}
      {read.data && read.data.length > 0 && <List label={t('receipt.title-list')}>{read.data.map((receipt) => <ReceiptRow key={`${receipt.institutionId} ${receipt.shownNumber}`} receipt={receipt} where />)}</List>}
      <Button block icon="check" href="/receipts/verify">{t('verify.title')}</Button>
    </Page>
  )
}
