import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import { List, ListItem, useFormat } from '#ui/index.ts'
import type { VisitCredit as VisitCreditAnswer } from '../../contract.ts'

/** One line: kept for this visit, put on credit, or how to have it. Nothing at all while it is not known. */
export function VisitCredit({ institutionId, visitId, personId }: { institutionId: number; visitId: string; personId?: string | undefined }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const read = useQuery({
    queryKey: ['credit', 'visit', institutionId, visitId], retry: false,
    queryFn: () => api.get<VisitCreditAnswer>(`/api/credit/visits/${institutionId}/${visitId}`),
  })
  useLive(personId ? [`person:${personId}`] : [], () => void read.refetch())
  const visit = read.data
  if (!visit) return null
  const said = wordsOf(visit)
  if (said === undefined) return null
  const { dueOn } = visit
  const about = { amount: format.money(visit.state === 'used' ? visit.usedCents : visit.keptCents), date: dueOn ? format.date(dueOn) : '' }
  return <List label={t('title')}><ListItem icon="card" href="/credit" title={t(`visit.${said}`, about)} note={t(`visit.${said}-note`)} /></List>
}

function wordsOf({ outcome, state }: VisitCreditAnswer): 'used' | 'kept' | 'emergency' | 'overdue' | 'no-room' | 'not-agreed' | undefined {
  if (state === 'used') return 'used'
  if (outcome === null) return 'not-agreed'
  return outcome === 'kept' && state !== 'open' ? undefined : outcome
}
