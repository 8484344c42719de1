import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#client/index.ts'
import type { MySuspension } from '../../contract.ts'

const CancelledCards = lazy(() => import('./cancelled-cards.tsx').then(({ CancelledCards: Cards }) => ({ default: Cards })))

/** Above everything else at home: a clinic was cancelled, and other times are waiting. Its words are loaded only when there is one. */
export function CancelledClinics({ personId }: { personId: string }) {
  const read = useQuery({ queryKey: ['suspension', 'mine'], queryFn: () => api.get<MySuspension[]>('/api/suspension/mine'), staleTime: 20_000 })
  const open = (read.data ?? []).filter((one) => one.personId === personId)
  return open.length > 0 && <Suspense fallback={null}><CancelledCards open={open} /></Suspense>
}
