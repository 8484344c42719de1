import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, type Problem, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { Applied, Calendar, Change, Edit, Plan, Setup, Template } from '../../contract.ts'

/** A name as the reader reads it. */
export function usePick(): (zh: string | null, en: string | null) => string {
  const { i18n } = useTranslation('supply')
  return (zh, en) => (i18n.language === 'en' && en ? en : (zh ?? ''))
}

export function useStaff() {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return session.data?.staff ?? undefined
}

export function useSetup() {
  return useQuery({ queryKey: ['supply', 'setup'], queryFn: () => api.get<Setup>('/api/supply/setup'), staleTime: 30_000 })
}

/** Reading again whenever somebody changes the schedule. */
export function useScheduleLive(): void {
  const client = useQueryClient()
  const staff = useStaff()
  useLive(staff ? [`supply:${staff.institutionId}`] : [], () => void client.invalidateQueries({ queryKey: ['supply'] }))
}

export function useCalendar(from: string, to: string, departmentId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['supply', 'calendar', from, to, departmentId], enabled, placeholderData: keepPreviousData,
    queryFn: () => api.get<Calendar>('/api/supply/calendar', { query: { from, to, departmentId: departmentId || undefined } }),
  })
}

export function useTemplates(departmentId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['supply', 'templates', departmentId], enabled,
    queryFn: () => api.get<Template[]>('/api/supply/templates', { query: { departmentId: departmentId || undefined } }),
  })
}

export function useChanges() {
  return useQuery({ queryKey: ['supply', 'changes'], queryFn: () => api.get<Change[]>('/api/supply/changes', { query: { limit: 50 } }) })
}

/** What the address says, and how to say otherwise; the department is the first one until somebody chooses. */
export function useChosen() {
  const [search, setSearch] = useSearchParams()
  const setup = useSetup()
  const change = (values: Readonly<Record<string, string>>) => setSearch((old) => {
    const next = new URLSearchParams(old)
    for (const [name, value] of Object.entries(values)) {
      if (value === '') next.delete(name)
      else next.set(name, value)
    }
    return next
  }, { replace: true })
  const withClinics = (setup.data?.departments ?? []).filter((one) => setup.data?.clinics.some((clinic) => clinic.departmentId === one.id && clinic.active))
  return { search, change, setup, departments: withClinics, departmentId: search.get('department') ?? String(withClinics[0]?.id ?? '') }
}

/** Waits until the typing rests. */
export function useRested<T>(value: T, ms = 350): T {
  const [rested, setRested] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(JSON.parse(text) as T), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return rested
}

/** What these edits would do; nothing while a field is still missing. */
export function usePreview(edits: Edit[] | null) {
  const rested = useRested(edits)
  const isBehind = JSON.stringify(rested) !== JSON.stringify(edits)
  const read = useQuery({
    queryKey: ['supply', 'preview', rested], enabled: rested !== null && rested.length > 0, staleTime: 0, gcTime: 0, retry: false,
    queryFn: () => api.post<Plan>('/api/supply/preview', { body: { edits: rested } }),
  })
  return { plan: edits && edits.length > 0 ? read.data : undefined, isLooking: edits !== null && (isBehind || read.isFetching), error: read.error, again: () => void read.refetch() }
}

export function useApply() {
  const client = useQueryClient()
  return useMutation<Applied, Problem, { edits: Edit[]; seen: string; reason: string }>({
    mutationFn: (body) => api.post<Applied>('/api/supply/apply', { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['supply'] }),
  })
}

export function useTakeBack() {
  const client = useQueryClient()
  return useMutation<Applied, Problem, string>({
    mutationFn: (id) => api.post<Applied>(`/api/supply/changes/${id}/take-back`),
    onSettled: () => void client.invalidateQueries({ queryKey: ['supply'] }),
  })
}

/** True on a screen too narrow for a week side by side. */
export function useNarrow(): boolean {
  const query = '(max-width: 900px)'
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const listen = () => setNarrow(media.matches)
    media.addEventListener('change', listen)
    return () => media.removeEventListener('change', listen)
  }, [])
  return narrow
}
