import { useMutation } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Stop, VisitStops } from '../../contract.ts'
import { useLiveAnswer } from '../use-live-query.ts'

/** The stops of a visit as they are now, and what a patient can do about them. */
export function useStops(institutionId: number, visitId: string) {
  const path = `/api/counters/visits/${institutionId}/${visitId}`
  const { read, refresh } = useLiveAnswer(['counters', 'stops', institutionId, visitId], () => api.get<VisitStops>(path), [])
  const live = useLiveAnswer(['counters', 'stops', institutionId, visitId], () => api.get<VisitStops>(path), topicsOf(institutionId, read.data))
  const join = useMutation({ mutationFn: (stopId: string) => api.post<Stop>(`/api/counters/stops/${institutionId}/${stopId}/join`, { body: {} }), onSettled: refresh })
  const back = useMutation({ mutationFn: () => api.post<VisitStops>(`${path}/return`, { body: {} }), onSettled: refresh })
  const window = useMutation({ mutationFn: () => api.post<Stop>(`${path}/window`, { body: {} }), onSettled: refresh })
  return { read: live.read, join, back, window }
}

export type StopActs = ReturnType<typeof useStops>

/** What happens to this person, and in the lines they stand in. */
function topicsOf(institutionId: number, day: VisitStops | undefined): string[] {
  const person = day?.stops[0]?.personId
  const lines = (day?.stops ?? []).flatMap(({ place }) => (place ? [`queue:${institutionId}:${place.queueId}`] : []))
  return [...(person ? [`person:${person}`] : []), ...lines]
}
