import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import type { Itinerary, Step } from '../contract.ts'

/** One person's day as it is now; it changes by itself when the plan does. */
export function useDay(personId: string, { day, live = true }: { day?: string | undefined; live?: boolean } = {}) {
  const client = useQueryClient()
  const queryKey = ['itinerary', personId, day ?? 'today']
  const read = useQuery({ queryKey, queryFn: () => api.get<Itinerary>(`/api/itinerary/days/${personId}`, { query: { day } }), refetchInterval: live ? 60_000 : 15_000 })
  // A desk may not follow a person; it asks instead.
  useLive(live ? [`person:${personId}`] : [], ({ type }) => {
    if (type === 'itinerary.day-changed.v1' || type === 'live.reconnected') void client.invalidateQueries({ queryKey })
  })
  return read
}

/** The words of a step in the reader's language. */
export function useStepWords() {
  const { i18n } = useTranslation()
  const english = i18n.language.startsWith('en')
  return {
    english,
    title: (step: Step) => (english ? step.titleEn || step.title : step.title),
    place: (step: Step) => (english ? step.placeEn || step.place : step.place),
    why: (step: Step) => (english ? step.whyEn || step.why : step.why),
  }
}
