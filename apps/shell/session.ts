import { queryOptions, useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'

/** Whoever signs in or out makes this stale: queryClient.invalidateQueries({ queryKey: sessionKey }). */
export const sessionKey = ['access', 'session'] as const

const session = queryOptions({ queryKey: sessionKey, queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })

/** Asked before the first page is drawn: every page wants to know it. */
export function askSessionEarly(client: QueryClient): void {
  void client.prefetchQuery(session)
}

/** Who is here. Being nobody is a normal answer, not a reason to be sent to sign in. */
export function useSession() {
  return useQuery(session)
}
