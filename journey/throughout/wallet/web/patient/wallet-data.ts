import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'
import { useWhose } from '#ui/index.ts'
import type { Balance } from '../../contract.ts'

/** Everybody whose balance may be seen here: oneself first, then those one may pay for; and who is chosen. */
export function useOwners(): { owners: FamilyMember[]; owner: FamilyMember | undefined; choose: (personId: string) => void } {
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
  const [chosen, choose] = useWhose()
  const owners = (family.data?.members ?? []).filter((member) => member.kind === 'self' || member.scope.includes('pay'))
  return { owners, owner: owners.find((member) => member.personId === chosen) ?? owners[0], choose }
}

/** A balance, read again whenever it is heard of. */
export function useBalance(personId: string | undefined) {
  const client = useQueryClient()
  const read = useQuery({
    queryKey: ['wallet', 'balance', personId], enabled: personId !== undefined,
    queryFn: () => api.get<Balance>('/api/wallet/balance', { query: { personId: personId ?? '' } }),
  })
  useLive(personId ? [`person:${personId}`] : [], () => void client.invalidateQueries({ queryKey: ['wallet'] }))
  return read
}
