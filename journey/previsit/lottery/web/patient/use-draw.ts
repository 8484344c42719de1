import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, isProblem } from '#client/index.ts'
import type { Family, FamilyMember } from '#journey/throughout/people/contract.ts'
import type { Application, DrawPage } from '../../contract.ts'

export function useDraw(institutionId: string, id: string) {
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: ['lottery'] })
  const read = useQuery({
    queryKey: ['lottery', 'draw', institutionId, id], refetchInterval: 15_000,
    queryFn: () => api.get<DrawPage>(`/api/lottery/draws/${institutionId}/${id}`, { anonymous: true }),
  })
  const apply = useMutation({ mutationFn: (personId: string) => api.post<Application>(`/api/lottery/draws/${institutionId}/${id}/applications`, { body: { personId }, idempotencyKey: crypto.randomUUID?.() }), onSettled: again })
  const answer = useMutation({
    mutationFn: ({ application, act, periodId }: { application: Application; act: 'withdraw' | 'decline' | 'confirm'; periodId?: number }) =>
      api.post<{ id: string; institutionId: number }>(`/api/lottery/applications/${institutionId}/${id}/${application.id}/${act}`, { ...(periodId === undefined ? {} : { body: { periodId } }), idempotencyKey: crypto.randomUUID?.() }),
    onSettled: again,
  })
  return { read, apply, answer }
}

/** Everybody one may apply for. Signed out, there is nobody yet. */
export function useMembers(): { members: FamilyMember[]; signedOut: boolean; pending: boolean } {
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family', { anonymous: true }), retry: false })
  return {
    members: (family.data?.members ?? []).filter((one) => one.kind === 'self' || one.scope.includes('book')),
    signedOut: isProblem(family.error) && family.error.status === 401, pending: family.isPending,
  }
}
