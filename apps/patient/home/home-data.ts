import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive, useSeenAt } from '#client/index.ts'
import type { VisitDay } from '#journey/outpatient/arrival/contract.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import type { BillSummary } from '#journey/throughout/billing/contract.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import { localDay, useMinute } from '#ui/index.ts'

export function useFamily() {
  return useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
}

/** What is ahead of one person: today's visit as it stands now, later visits, open bills. Moves by itself while the page is open. */
export function useAhead(personId: string, may: { follow: boolean; pay: boolean }) {
  const client = useQueryClient()
  const now = useMinute()
  const day = localDay(now)
  const seenAt = useSeenAt()
  const upcoming = useQuery({
    queryKey: ['booking', 'appointments', 'upcoming', personId], enabled: may.follow,
    queryFn: () => api.get<AppointmentDetail[]>('/api/booking/appointments', { query: { when: 'upcoming', personId } }),
  })
  const bills = useQuery({
    queryKey: ['billing', 'bills', personId], enabled: may.pay,
    queryFn: () => api.get<BillSummary[]>('/api/billing/bills', { query: { personId } }),
  })
  const today = upcoming.data?.find((one) => one.day === day && (one.status === 'booked' || one.status === 'arrived'))
  const visit = useQuery({
    queryKey: ['arrival', 'visit', today?.institutionId, today?.id], enabled: today !== undefined, refetchInterval: 60_000,
    queryFn: () => api.get<VisitDay>(`/api/arrival/visits/${today?.institutionId}/${today?.id}`),
  })
  const place = visit.data?.place
  const live = useLive([`person:${personId}`, ...(place && today ? [`queue:${today.institutionId}:${place.queueId}`] : [])], () => {
    for (const module of ['arrival', 'booking', 'billing', 'waitlist']) void client.invalidateQueries({ queryKey: [module] })
  })
  // The line is dead and nothing came by asking either: a place in line of then is not one of now.
  const isOld = seenAt !== undefined || (!live.connected && visit.isSuccess && now - visit.dataUpdatedAt > 90_000)
  const visitDue = today !== undefined && visit.isPending
  return { upcoming, bills, visit: today ? visit.data : undefined, isOld, isPending: (may.follow && upcoming.isPending) || (may.pay && bills.isPending) || visitDue }
}
