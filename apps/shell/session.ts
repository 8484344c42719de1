import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'

/** Whoever signs in or out makes this stale: queryClient.invalidateQueries({ queryKey: sessionKey }). */
export const sessionKey = ['access', 'session'] as const

/** Who is here. Being nobody is a normal answer, not a reason to be sent to sign in. */
export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
}
