import { useQuery } from '@tanstack/react-query'
import { api, isProblem } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'
import { useWhose } from '#ui/index.ts'

export { chooseWhose as chooseWhom, initialOf } from '#ui/index.ts'

/** Everybody one may book for, and who is chosen. Signed out, there is nobody yet. */
export function useWhom(): { members: FamilyMember[]; whom: FamilyMember | undefined; signedOut: boolean } {
  const [kept] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family', { anonymous: true }), retry: false })
  const members = (family.data?.members ?? []).filter((one) => one.kind === 'self' || one.scope.includes('book'))
  return { members, whom: members.find((one) => one.personId === kept) ?? members[0], signedOut: isProblem(family.error) && family.error.status === 401 }
}
