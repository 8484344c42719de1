import { useQuery } from '@tanstack/react-query'
import { api, isProblem } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'
import { useWhose } from '#ui/index.ts'

/** Everybody one may wait for, and who is chosen. Signed out there is nobody yet. */
export function useFamily(): { members: FamilyMember[]; chosen: FamilyMember | undefined; choose: (id: string) => void; signedOut: boolean } {
  const [kept, choose] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family', { anonymous: true }), retry: false })
  const members = (family.data?.members ?? []).filter((one) => one.kind === 'self' || one.scope.includes('book'))
  return { members, chosen: members.find((one) => one.personId === kept) ?? members[0], choose, signedOut: isProblem(family.error) && family.error.status === 401 }
}
