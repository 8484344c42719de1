import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { InstitutionPage } from '#journey/throughout/directory/contract.ts'

/** Departments of the desk's hospital that can be booked, sub-departments beside their parents. */
export function useDepartments(institutionId: number | undefined) {
  const read = useQuery({
    queryKey: ['directory', 'institution', String(institutionId)], enabled: institutionId !== undefined,
    queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`),
  })
  return (read.data?.departments ?? []).flatMap((one) => [one, ...one.children]).filter((one) => one.feeFromCents !== null)
}
