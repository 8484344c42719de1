import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'

/** Where the one at the desk works, and as what. */
export function useWorkplace() {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return session.data?.staff ?? undefined
}
