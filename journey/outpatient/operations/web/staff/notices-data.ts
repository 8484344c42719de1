import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Notice } from '../../contract.ts'

const AGAIN_MS = 60_000

export const noticesKey = ['operations', 'notices']

/** What a doctor is told of sessions added for them; looked at again every minute. */
export const useNotices = () => useQuery({ queryKey: noticesKey, queryFn: () => api.get<Notice[]>('/api/operations/notices'), refetchInterval: AGAIN_MS, staleTime: AGAIN_MS / 2 })
