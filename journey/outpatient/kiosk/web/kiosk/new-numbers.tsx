import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useServerNow } from '#client/index.ts'
import { Card } from '#ui/index.ts'
import type { NewNumber } from '../../contract.ts'

const AT_ONCE = 6
const TURN_MS = 6_000

/** Papers given while the server was away, and the numbers they have become: for those who still stand in the hall with one. */
export function NewNumbers({ pass }: { pass: string }) {
  const { t } = useTranslation('kiosk')
  const now = useServerNow(1_000)
  const read = useQuery({
    queryKey: ['kiosk', 'new-numbers', pass], refetchInterval: 15_000, retry: false,
    queryFn: () => api.get<{ numbers: NewNumber[] }>('/api/kiosk/new-numbers', { headers: { 'x-kiosk-pass': pass }, anonymous: true }),
  })
  const numbers = (read.data?.numbers ?? []).filter(({ until }) => Date.parse(until) > now)
  if (numbers.length === 0) return null
  const pages = Math.ceil(numbers.length / AT_ONCE)
  const page = Math.floor(now / TURN_MS) % pages
  return (
    <Card label={t('new-numbers.title')}>
      <h2>{t('new-numbers.title')}{pages > 1 && <span className="muted"> {page + 1} / {pages}</span>}</h2>
      <ul className="kiosk-new">{numbers.slice(page * AT_ONCE, (page + 1) * AT_ONCE).map(({ paper, label }) => <li key={`${paper} ${label}`}>{paper} → <b>{label}</b></li>)}</ul>
      <p className="muted">{t('new-numbers.note')}</p>
    </Card>
  )
}
