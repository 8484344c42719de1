import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Anchor, TextField } from '#ui/index.ts'
import './attendance.css'

const pages = [{ path: '/attendance', key: 'calls' }, { path: '/attendance/advice', key: 'advice' }, { path: '/attendance/figures', key: 'figures' }] as const

/** Who works here, and as what. */
export function useDesk(): { institutionId: number | undefined; isManager: boolean } {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const staff = session.data?.staff
  return { institutionId: staff?.institutionId, isManager: staff?.roles.includes('manager') ?? false }
}

/** The three pages of attendance; two of them are the outpatient office's. */
export function Tabs() {
  const { t } = useTranslation('attendance')
  const { pathname } = useLocation()
  const { isManager } = useDesk()
  if (!isManager) return null
  return (
    <nav className="attendance-tabs" aria-label={t('nav')}>
      {pages.map(({ path, key }) => <Anchor key={key} href={path} aria-current={pathname.endsWith(path) ? 'page' : undefined}>{t(`tab.${key}`)}</Anchor>)}
    </nav>
  )
}

export function DayField({ day, onChange }: { day: string; onChange: (day: string) => void }) {
  const { t } = useTranslation('attendance')
  return <TextField type="date" label={<span className="sr">{t('day')}</span>} value={day} onChange={(value) => value !== '' && onChange(value)} />
}

/** People who are expected are not whole. */
export function tenth(count: number): string {
  return count.toFixed(1)
}
