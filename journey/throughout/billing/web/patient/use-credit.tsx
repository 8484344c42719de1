import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { VisitCredit } from '#journey/throughout/credit/contract.ts'
import { Card, Checkbox, Money } from '#ui/index.ts'
import type { Bill } from '../../contract.ts'
import { isOpen } from './bill-data.ts'

/** How much of what the balance leaves could be paid after treatment, where that was kept at check-in. Nobody is put into debt by a default. */
export function useCreditPart(bill: Bill, unpaid: boolean, leftCents: number) {
  const open = bill.payments.find(isOpen)
  const kept = open?.parts.find((part) => part.purse === 'credit')?.cents ?? 0
  const [chosen, use] = useState<boolean>()
  const read = useQuery({
    queryKey: ['credit', 'visit', bill.institutionId, bill.id], retry: false, enabled: bill.kind === 'visit',
    queryFn: () => api.get<VisitCredit>(`/api/credit/visits/${bill.institutionId}/${bill.id}`),
  })
  const may = unpaid && leftCents > 0 && open?.state !== 'unknown' && (read.data?.outcome === 'kept' || read.data?.outcome === 'emergency')
  const there = may ? Math.min(leftCents, (read.data?.usableCents ?? 0) + kept) : 0
  const used = chosen ?? kept > 0
  return { there, used, use, cents: used ? there : 0 }
}

/** The choice, with what it would come to before anything is pressed. */
export function UseCredit({ part }: { part: ReturnType<typeof useCreditPart> }) {
  const { t } = useTranslation('billing')
  return (
    <Card label={t('credit.use')}>
      <Checkbox checked={part.used} onChange={part.use} label={<>{t('credit.use')} <span className="small muted">{t('credit.as-much')} <Money cents={part.there} /></span></>} />
    </Card>
  )
}
