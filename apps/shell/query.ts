import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '#client/index.ts'

// Ask again only when asking again can help: no network, or the server broke. A refusal is an answer.
const again = (tries: number, fault: unknown) => tries < 2 && isProblem(fault) && (fault.status === 0 || fault.status >= 502)

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 30 * 60_000, retry: again, retryDelay: (tries) => 800 * 2 ** tries, networkMode: 'always', refetchOnWindowFocus: true },
      // A write is never repeated by itself: the person presses again, and the key makes that safe.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
