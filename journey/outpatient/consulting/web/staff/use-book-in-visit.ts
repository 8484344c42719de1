import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Desk, Revisit, RevisitRequest } from '../../contract.ts'

/** Books what comes after this visit; the desk shows it at once, and free times are looked at anew. */
export function useBookInVisit(desk: Desk, onBooked: () => void) {
  const client = useQueryClient()
  const { visitId } = desk.visit
  return useMutation({
    mutationFn: (request: RevisitRequest) => api.post<Revisit>(`/api/consulting/visits/${visitId}/revisit`, { body: request }),
    onSuccess: async (revisit, { kind }) => {
      if (kind !== 'cross-department') client.setQueryData<Desk>(['consulting', 'visit', visitId], (now) => now && { ...now, revisit })
      await client.invalidateQueries({ queryKey: ['consulting', 'visit', visitId] })
      onBooked()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
  })
}
