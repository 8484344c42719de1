import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { InstitutionPage } from '#journey/throughout/directory/contract.ts'
import type { Closure, PlanDocument, PlanImported, PlanList, PlanOpened, Sign } from '../../contract.ts'

const key = ['guidance', 'staff'] as const

export function useStaff(): { institutionId: number | undefined; mayDraw: boolean } {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return { institutionId: session.data?.staff?.institutionId, mayDraw: session.data?.staff?.roles.includes('admin') ?? false }
}

export function usePlans() {
  const client = useQueryClient()
  const { institutionId } = useStaff()
  useLive(institutionId === undefined ? [] : [`guidance:${institutionId}`], () => void client.invalidateQueries({ queryKey: key }))
  return useQuery({ queryKey: [...key, 'list'], queryFn: () => api.get<PlanList>('/api/guidance/plans') })
}

/** Read once: what is drawn meanwhile must not be taken away. */
export function useOpened(campusId: string) {
  return useQuery({ queryKey: ['guidance', 'opened', campusId], queryFn: () => api.get<PlanOpened>(`/api/guidance/plans/${campusId}`), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false })
}

export function useDepartments() {
  const { institutionId } = useStaff()
  return useQuery({ enabled: institutionId !== undefined, queryKey: ['directory', 'institution', institutionId], staleTime: 300_000, queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`) })
}

export const useSigns = (campusId: string) => useQuery({ queryKey: [...key, 'signs', campusId], queryFn: () => api.get<Sign[]>(`/api/guidance/plans/${campusId}/signs`) })

function useAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: key }) })
}

export const useMakeSigns = (campusId: string) => useAct(() => api.post<{ made: number }>(`/api/guidance/plans/${campusId}/signs`, { body: {} }))
export const useSave = () => useAct((body: { campusId: number; plan: PlanDocument; revision: number }) => api.post<{ version: number; revision: number }>('/api/guidance/plans/draft', { body }))
export const usePublish = () => useAct((body: { campusId: number; revision: number }) => api.post<{ version: number }>('/api/guidance/plans/publish', { body }))
export const useEndClosure = () => useAct((id: string) => api.post(`/api/guidance/closures/${id}/end`, { body: {} }))
export const useSetClosure = () => useAct((body: { campusId: number; elementId: string; reason: string; reasonEn: string; untilAt: string | null }) => api.post<Closure>('/api/guidance/closures', { body }))
export const useImport = () => useAct((body: { campusId: number; files: { name: string; base64: string }[]; write: boolean }) => api.post<PlanImported>('/api/guidance/plans/import', { body }))
