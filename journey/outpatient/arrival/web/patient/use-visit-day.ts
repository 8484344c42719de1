import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#client/index.ts'
import type { CheckedIn, SelfProof, VisitDay } from '../../contract.ts'
import { useLiveQuery } from '../use-live-query.ts'

const IN_LINE = new Set(['waiting', 'called', 'serving', 'passed', 'parked'])
/** Older than this, a place in line is said with its time. */
const FRESH_MS = 90_000

/** The visit as it is now. It changes by itself; with the line cut it stays as it was, and `isStale` says so. */
export function useVisitDay(institutionId: string, visitId: string) {
  const client = useQueryClient()
  const queryKey = ['arrival', 'visit', institutionId, visitId]
  const read = useQuery({
    queryKey,
    queryFn: () => api.get<VisitDay>(`/api/arrival/visits/${institutionId}/${visitId}`),
    refetchInterval: 30_000,
  })
  const day = read.data
  const isInLine = day?.place != null && IN_LINE.has(day.place.status)
  const topics = day ? [`person:${day.personId}`, ...(isInLine ? [`queue:${day.institutionId}:${day.place!.queueId}`] : [])] : []
  const { connected } = useLiveQuery(topics, queryKey, () => void client.invalidateQueries({ queryKey }))
  const now = useTick(10_000)
  const isStale = read.isError || (!connected && now - read.dataUpdatedAt > FRESH_MS)
  const checkIn = useMutation({
    mutationFn: (proof: SelfProof) =>
      api.post<CheckedIn>('/api/arrival/check-ins', { body: { institutionId: Number(institutionId), appointmentId: visitId, proof } }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return { read, day, isStale, checkIn }
}

/** A clock that moves the page along while nothing else does. */
export function useTick(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** Where the phone is, or why it does not say. */
export function findPosition(): Promise<SelfProof> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Error('unsupported'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ by: 'location', latitude: coords.latitude, longitude: coords.longitude, accuracyMetres: coords.accuracy }),
      () => reject(new Error('refused')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    )
  })
}
