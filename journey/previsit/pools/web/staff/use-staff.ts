import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { DepartmentNode, InstitutionPage } from '#journey/throughout/directory/contract.ts'

/** Who is signed in at which hospital. */
export function useStaff() {
  return useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 }).data?.staff ?? undefined
}

/** Departments of the hospital that see outpatients, sub-departments beside their parents. */
export function useClinicDepartments(institutionId: number | undefined): Pick<DepartmentNode, 'id' | 'name' | 'nameEn'>[] {
  const read = useQuery({
    queryKey: ['directory', 'institution', String(institutionId)], enabled: institutionId !== undefined,
    queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`),
  })
  return (read.data?.departments ?? []).flatMap((one) => [one, ...one.children]).filter((one) => one.feeFromCents !== null)
}
