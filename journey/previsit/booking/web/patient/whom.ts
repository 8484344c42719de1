import { useSyncExternalStore } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, isProblem } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'

const name = 'booking.whom'
const watchers = new Set<() => void>()
let chosen: string | null = null
try { chosen = sessionStorage.getItem(name) } catch { /* asked again next time */ }

/** Whose care this is, kept from page to page until the window is closed. */
export function chooseWhom(personId: string): void {
  chosen = personId
  try { sessionStorage.setItem(name, personId) } catch { /* kept for this visit only */ }
  for (const watcher of watchers) watcher()
}

/** Everybody one may book for, and who is chosen. Signed out, there is nobody yet. */
export function useWhom(): { members: FamilyMember[]; whom: FamilyMember | undefined; signedOut: boolean } {
  const kept = useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, () => chosen)
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family', { anonymous: true }), retry: false })
  const members = (family.data?.members ?? []).filter((one) => one.kind === 'self' || one.scope.includes('book'))
  return { members, whom: members.find((one) => one.personId === kept) ?? members[0], signedOut: isProblem(family.error) && family.error.status === 401 }
}

/** The one letter that stands for a person: the last of a Chinese name, the first of another. */
export function initialOf(name_: string): string {
  return /^\p{Script=Han}+$/u.test(name_) ? name_.slice(-1) : name_.slice(0, 1)
}
