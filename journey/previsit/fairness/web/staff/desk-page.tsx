import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Alert, Counts, Desk, Pane, Segmented } from '#ui/index.ts'
import type { Figures } from '../../contract.ts'
import { Appeals } from './appeals.tsx'
import { FindingList } from './finding-list.tsx'
import { Helpers } from './allow-list.tsx'
import { Incidents } from './incidents.tsx'
import { SpreadPane } from './spread-list.tsx'

const tabs = ['appeals', 'incidents', 'findings', 'spread', 'helpers'] as const
type Tab = (typeof tabs)[number]
/** The desk asks for people; answering and judging is the office's. */
const forEverybody: readonly Tab[] = ['appeals', 'incidents']
const forOffice: readonly Tab[] = ['appeals', 'incidents', 'findings', 'helpers']
/** The region has no patients of its own: what spreads over its hospitals, and who helps at all of them. */
const forRegion: readonly Tab[] = ['spread', 'helpers']

/** What waits for a person: requests of patients, visits that were missed, groups of bookings to look at. */
export function Component() {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const staff = session.data?.staff
  const isOffice = staff?.roles.includes('manager') ?? false
  const offered = !isOffice ? forEverybody : staff?.institutionId === 0 ? forRegion : forOffice
  const tab = offered.find((one) => one === search.get('tab')) ?? offered[0] ?? 'appeals'
  useLive(staff ? [`fairness:${staff.institutionId}`] : [], () => void client.invalidateQueries({ queryKey: ['fairness'] }))
  return (
    <Desk title={t('desk.title')} context={<Segmented label={t('desk.tabs')} value={tab} onChange={(value) => setSearch({ tab: value })} options={offered.map((value) => ({ value, label: t(`desk.${value}`) }))} />} panes={tab === 'appeals' ? '420px 1fr' : '1fr'}>
      {tab === 'appeals' && <Appeals isOffice={isOffice} head={<FiguresHead />} />}
      {tab === 'incidents' && <Pane label={t('desk.incidents')} head={<FiguresHead />}><Incidents /></Pane>}
      {tab === 'findings' && <Pane label={t('desk.findings')} head={<Alert>{t('finding.head')}</Alert>}><FindingList /></Pane>}
      {tab === 'spread' && <SpreadPane />}
      {tab === 'helpers' && <Pane label={t('desk.helpers')}><Helpers /></Pane>}
    </Desk>
  )
}

function FiguresHead() {
  const { t } = useTranslation('fairness')
  const read = useQuery({ queryKey: ['fairness', 'figures'], queryFn: () => api.get<Figures>('/api/fairness/figures') })
  const shown = (value: number | undefined) => value ?? '–'
  return (
    <Counts counts={[
      { label: t('desk.no-shows'), value: shown(read.data?.noShows) }, { label: t('desk.excused'), value: shown(read.data?.excused) },
      { label: t('desk.restricted'), value: shown(read.data?.restricted) }, { label: t('desk.overdue'), value: shown(read.data?.overdue) },
    ]} />
  )
}
