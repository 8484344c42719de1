import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { Family } from '../../contract.ts'

export const familyKey = ['people', 'family'] as const

/** The family, read again as soon as somebody agrees, refuses or ends something. */
export function useFamily() {
  const client = useQueryClient()
  const read = useQuery({ queryKey: familyKey, queryFn: () => api.get<Family>('/api/people/family') })
  const self = read.data?.members[0]?.personId
  useLive(self === undefined ? [] : [`person:${self}`], (event) => {
    if (event.type.startsWith('people.') || event.type === 'live.reconnected') void client.invalidateQueries({ queryKey: familyKey })
  })
  return read
}
