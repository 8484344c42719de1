import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { AppointmentDetail } from '../../contract.ts'

/** One appointment as it stands; it moves by itself while the page is open. */
export function useAppointment(institutionId: string, id: string) {
  const client = useQueryClient()
  const read = useQuery({
    queryKey: ['booking', 'appointment', institutionId, id],
    queryFn: () => api.get<AppointmentDetail>(`/api/booking/appointments/${institutionId}/${id}`),
  })
  useLive(read.data ? [`person:${read.data.personId}`] : [], () => void client.invalidateQueries({ queryKey: ['booking'] }))
  return read
}
