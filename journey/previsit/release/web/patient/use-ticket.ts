import { useEffect, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, isProblem } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'
import { useWhose } from '#ui/index.ts'
import type { Opening, TicketView } from '../../contract.ts'

export interface OpeningRef {
  readonly institutionId: string | number
  readonly id: string
}

const pathOf = ({ institutionId, id }: OpeningRef) => `/api/release/openings/${institutionId}/${id}`

/** Server time runs on beside this device's clock, whatever that says. */
export interface Timed {
  /** This device's clock when the answer came. */
  readonly heardAt: number
}

export function useOpening(ref: OpeningRef) {
  return useQuery({
    queryKey: ['release', 'opening', String(ref.institutionId), ref.id], refetchInterval: 20_000,
    queryFn: async (): Promise<Opening & Timed> => ({ ...(await api.get<Opening>(pathOf(ref), { anonymous: true })), heardAt: Date.now() }),
  })
}

/** My place, asked for as often as the server wishes. */
export function useTicket(ref: OpeningRef, enabled = true) {
  const client = useQueryClient()
  const key = ['release', 'ticket', String(ref.institutionId), ref.id]
  const read = useQuery({
    queryKey: key, enabled, retry: false, staleTime: 1500, refetchIntervalInBackground: true,
    refetchInterval: ({ state: { data, error } }) => {
      const fault = isProblem(error) ? error : undefined
      if (fault?.status === 404 || fault?.status === 401) return false
      if (fault) return (Number(fault.details['retryAfterSeconds']) || 5) * 1000
      return data ? data.askAgainMs : 5000
    },
    queryFn: async (): Promise<TicketView & Timed> => ({ ...(await api.get<TicketView>(`${pathOf(ref)}/ticket`, { anonymous: true })), heardAt: Date.now() }),
  })
  const act = useMutation({
    mutationFn: async (what: { join: string } | 'enter' | 'leave'): Promise<TicketView & Timed> => {
      const view = typeof what === 'string' ? await api.post<TicketView>(`${pathOf(ref)}/ticket/${what}`, {}) : await api.post<TicketView>(`${pathOf(ref)}/ticket`, { body: { personId: what.join } })
      return { ...view, heardAt: Date.now() }
    },
    onSuccess: (view) => client.setQueryData(key, view),
  })
  return { read, act }
}

/** Everybody one may wait for, and who is chosen. */
export function useMembers(): { members: FamilyMember[]; whom: FamilyMember | undefined; signedOut: boolean; pending: boolean } {
  const [kept] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family', { anonymous: true }), retry: false })
  const members = (family.data?.members ?? []).filter((one) => one.kind === 'self' || one.scope.includes('book'))
  return { members, whom: members.find((one) => one.personId === kept) ?? members[0], signedOut: isProblem(family.error) && family.error.status === 401, pending: family.isPending }
}

/** Seconds until an instant of the server's clock, told every second; never below zero. */
export function useSecondsUntil(until: string | null, from: { now: string } & Timed): number {
  const [tick, setTick] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  if (until === null) return 0
  return Math.max(0, Math.ceil((Date.parse(until) - Date.parse(from.now) - Math.max(0, tick - from.heardAt)) / 1000))
}

/** 4:05 */
export function clockOf(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
