import { useRef } from 'react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { OperationsNow } from '../../contract.ts'

const CALM_MS = 3000
const AGAIN_MS = 30_000

/** The hospital now: read again when somebody arrives, at most every few seconds, and anyway twice a minute. */
export function useOperations() {
  const client = useQueryClient()
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const at = session.data?.staff?.institutionId
  const last = useRef(-CALM_MS)
  const live = useLive(at === undefined ? [] : [`operations:${at}`], () => {
    if (performance.now() - last.current < CALM_MS) return
    last.current = performance.now()
    void client.invalidateQueries({ queryKey: ['operations'] })
  })
  const read = useQuery({ queryKey: ['operations', 'now'], queryFn: () => api.get<OperationsNow>('/api/operations/now'), refetchInterval: AGAIN_MS, placeholderData: keepPreviousData })
  return { read, live }
}

export function useNames() {
  const { i18n } = useTranslation('operations')
  return { of: (named: { readonly name: string; readonly nameEn: string }) => (i18n.language === 'en' && named.nameEn) || named.name }
}
