import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Balance, Limits } from '#journey/throughout/wallet/contract.ts'

/** What somebody has; nothing where it is not ours to see. */
export function useBalanceOf(personId: string | undefined) {
  return useQuery({
    queryKey: ['wallet', 'balance', personId], enabled: personId !== undefined, retry: false,
    queryFn: () => api.get<Balance>('/api/wallet/balance', { query: { personId: personId ?? '' } }),
  })
}

export function useLimits() {
  return useQuery({ queryKey: ['wallet', 'limits'], queryFn: () => api.get<Limits>('/api/wallet/limits'), staleTime: 3_600_000 })
}

/** Yuan as a person types them, in cents; undefined for what is no amount. */
export function centsTyped(typed: string): number | undefined {
  const parts = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed.trim())
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : undefined
}
