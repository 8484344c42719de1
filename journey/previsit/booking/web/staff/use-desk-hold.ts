import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '#client/index.ts'
import type { Appointment, PoolCode, ServicePage } from '../../contract.ts'

export interface DeskWish {
  readonly institutionId: number
  readonly serviceId: number
  readonly personId: string
  readonly periodId: number
  readonly pool: PoolCode
  readonly channel: 'window' | 'phone'
  readonly override?: { readonly reason: string } | undefined
  /** Beyond a limit: booked at once. */
  readonly exception?: boolean | undefined
}

/** What is kept while one speaks; the place is read with it, for the sentence to say. */
export interface DeskHeld extends Appointment {
  readonly endsHere: number
  readonly page: ServicePage
}

/** Keeps a time for the caller while it is read back to them, then books it or lets it go. */
export function useDeskHold() {
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: ['booking'] })
  const hold = useMutation({
    mutationFn: async ({ serviceId, exception, ...wish }: DeskWish): Promise<DeskHeld> => {
      const page = await client.fetchQuery({
        queryKey: ['booking', 'service', String(wish.institutionId), String(serviceId), undefined], staleTime: 60_000,
        queryFn: () => api.get<ServicePage>(`/api/booking/services/${wish.institutionId}/${serviceId}`),
      })
      const askedAt = Date.now()
      const held = await api.post<Appointment>(exception ? '/api/booking/exceptions' : '/api/booking/holds', { body: wish, idempotencyKey: newKey() })
      return { ...held, page, endsHere: askedAt + page.holdMinutes * 60_000 }
    },
    onSettled: again,
  })
  const confirm = useMutation({
    mutationFn: (held: DeskHeld) => api.post<Appointment>('/api/booking/appointments', { body: { institutionId: held.institutionId, holdId: held.id } }),
    onSuccess: again,
  })
  const letGo = () => {
    const held = confirm.data || hold.data?.status === 'booked' ? undefined : hold.data
    hold.reset()
    confirm.reset()
    // Nobody waits for this: what is not heard is over in a few minutes anyway.
    if (held) void api.post(`/api/booking/appointments/${held.institutionId}/${held.id}/cancel`, { body: {} }).catch(() => undefined).then(again)
  }
  return { hold, confirm, letGo }
}
