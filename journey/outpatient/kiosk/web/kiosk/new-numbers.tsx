import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useServerNow } from '#client/index.ts'
import type { NewNumber } from '../../contract.ts'

const AT_ONCE = 5
const TURN_MS = 6_000

/** Papers given while the server was away, and the numbers they have become, some at a time: for those who still stand in the hall with one. */
export function NewNumbers({ pass, otherwise }: { pass: string; otherwise: ReactNode }) {
  const { t } = useTranslation('kiosk')
  const now = useServerNow(1_000)
  const read = useQuery({
    queryKey: ['kiosk', 'new-numbers', pass], refetchInterval: 10_000, retry: false,
    queryFn: () => api.get<{ numbers: NewNumber[] }>('/api/kiosk/new-numbers', { headers: { 'x-kiosk-pass': pass }, anonymous: true }),
  })
  const numbers = (read.data?.numbers ?? []).filter(({ until }) => Date.parse(until) > now)
  if (numbers.length === 0) return otherwise
  const page = Math.floor(now / TURN_MS) % Math.ceil(numbers.length / AT_ONCE)
  return (
    <span className="kiosk-new">
      {t('new-numbers.title')} {numbers.slice(page * AT_ONCE, (page + 1) * AT_ONCE).map(({ paper, label }) => <b key={`${paper} ${label}`}>{paper} → {label}</b>)}
    </span>
  )
}
