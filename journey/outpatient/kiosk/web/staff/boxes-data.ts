import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { BoxCount, CountBox } from '#journey/throughout/billing/contract.ts'
import type { KioskBoxes } from '../../contract.ts'

const boxesKey = ['kiosk', 'boxes'] as const

/** Whether whoever sits here may look at boxes, and whether they handle them. */
export function useBoxRights(): { maySee: boolean; mayCount: boolean; institutionId: number | undefined } {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const staff = session.data?.staff
  const roles = staff?.roles ?? []
  const mayCount = roles.includes('cashier')
  return { maySee: mayCount || roles.includes('manager') || roles.includes('accountant'), mayCount, institutionId: staff?.institutionId }
}

export function useBoxes(institutionId: number | undefined) {
  const client = useQueryClient()
  useLive(institutionId === undefined ? [] : [`kiosk:${institutionId}`], () => void client.invalidateQueries({ queryKey: boxesKey }))
  return useQuery<KioskBoxes, Problem>({ queryKey: boxesKey, refetchInterval: 20_000, queryFn: () => api.get<KioskBoxes>('/api/kiosk/boxes') })
}

export function useBoxActs() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: boxesKey })
  return {
    takeOut: useMutation<BoxCount, Problem, string>({ mutationFn: (machine) => api.post<BoxCount>(`/api/kiosk/machines/${encodeURIComponent(machine)}/box/out`), onSettled }),
    count: useMutation<BoxCount, Problem, CountBox & { id: string }>({ mutationFn: ({ id, ...body }) => api.post<BoxCount>(`/api/kiosk/boxes/${id}/count`, { body }), onSettled }),
  }
}
