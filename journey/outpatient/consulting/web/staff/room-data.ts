import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { ChooseRoom, LinePatient, LineVerb, MyRoom, VerbDone } from '#journey/outpatient/arrival/contract.ts'
import type { Desk, DeskVisit } from '../../contract.ts'

const roomKey = ['arrival', 'my-room'] as const
const seenKey = ['consulting', 'visits', 'today'] as const

/** The room I sit in and the line before its door; it changes by itself as people come, go and are called. */
export function useMyRoom() {
  const client = useQueryClient()
  const read = useQuery({ queryKey: roomKey, queryFn: () => api.get<MyRoom>('/api/arrival/queues/my-room'), refetchInterval: 60_000 })
  const institutionId = read.data?.room?.institutionId
  const topics = institutionId === undefined ? [] : (read.data?.queues ?? []).map((queue) => `queue:${institutionId}:${queue.queueId}`)
  useLive(topics, () => void client.invalidateQueries({ queryKey: roomKey }))
  return read
}

/** Whom I have seen today. */
export function useSeen() {
  return useQuery({ queryKey: seenKey, queryFn: () => api.get<DeskVisit[]>('/api/consulting/visits') })
}

export function useRoomActs() {
  const client = useQueryClient()
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: roomKey }), client.invalidateQueries({ queryKey: seenKey })])
  return {
    refresh,
    choose: useMutation({ mutationFn: (choice: ChooseRoom) => api.put<MyRoom>('/api/arrival/queues/my-room', { body: choice }), onSuccess: (now) => client.setQueryData(roomKey, now) }),
    callNext: useMutation({ mutationFn: () => api.post<VerbDone>('/api/arrival/queues/call-next', { body: {} }), onSettled: refresh }),
    setState: useMutation({ mutationFn: (act: { pointId: number; state: 'open' | 'paused' | 'closed' }) => api.put<unknown>(`/api/arrival/queues/rooms/${act.pointId}/state`, { body: { state: act.state } }), onSettled: refresh }),
    move: useMutation({ mutationFn: (act: { visitId: string; verb: LineVerb }) => api.post<VerbDone>(`/api/arrival/queues/visits/${act.visitId}`, { body: act.verb }), onSettled: refresh }),
    begin: useMutation({
      mutationFn: (visitId: string) => api.post<Desk>('/api/consulting/visits', { body: { visitId } }),
      onSuccess: (desk) => client.setQueryData(['consulting', 'visit', desk.visit.visitId], desk),
      onSettled: refresh,
    }),
  }
}

export type RoomActs = ReturnType<typeof useRoomActs>

export const isWaiting = ({ ticket }: LinePatient) => ticket.status === 'waiting'
export const isAway = ({ ticket }: LinePatient) => ticket.status === 'passed' || ticket.status === 'parked'
