import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '#client/index.ts'
import type { Appointment } from '../../contract.ts'
import type { ChosenPeriod } from './times.tsx'

export interface Wish extends ChosenPeriod {
  readonly institutionId: number
  readonly personId: string
  readonly holdMinutes: number
}

/** What is kept, and until when by this device's clock: it need not agree with the server's. */
export interface Held extends Appointment {
  readonly endsHere: number
}

/** Keeps a time while the reader decides; letting go gives it back at once, and its end does so by itself. */
export function useHold() {
  const client = useQueryClient()
  const again = () => void client.invalidateQueries({ queryKey: ['booking'] })
  const hold = useMutation({
    mutationFn: async ({ institutionId, personId, period, pool, holdMinutes }: Wish): Promise<Held> => {
      const askedAt = Date.now()
      const held = await api.post<Appointment>('/api/booking/holds', { body: { institutionId, personId, periodId: period.periodId, pool }, idempotencyKey: newKey() })
      return { ...held, endsHere: askedAt + holdMinutes * 60_000 }
    },
    onSettled: again,
  })
  const confirm = useMutation({
    mutationFn: (held: Held) => api.post<Appointment>('/api/booking/appointments', { body: { institutionId: held.institutionId, holdId: held.id } }),
    onSuccess: again,
  })
  const letGo = (held: Held) => {
    hold.reset()
    confirm.reset()
    // Nobody waits for this: what is not heard is over in a few minutes anyway.
    void api.post(`/api/booking/appointments/${held.institutionId}/${held.id}/cancel`, { body: {} }).catch(() => undefined).then(again)
  }
  return { hold, confirm, letGo }
}
