import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import type { ScreenHere } from '../../contract.ts'
import { LiveBoard } from './live-board.tsx'
import { Notice } from './notice.tsx'
import { thisPage } from './page-version.ts'

const KEPT = 'board-pass'
const SAYS_EVERY_MS = 60_000

/** The pass comes in the address once and stays with the screen; it is nobody's business to read it from the bar. */
function passOf(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('pass')
  if (given) {
    localStorage.setItem(KEPT, given)
    history.replaceState(null, '', location.pathname)
  }
  return given ?? localStorage.getItem(KEPT)
}
const pass = passOf()
const keptAs = 'board-screen'

function remembered(): ScreenHere | undefined {
  try { return JSON.parse(localStorage.getItem(keptAs) ?? 'null') as ScreenHere ?? undefined } catch { return undefined }
}

let shown = 0
const noteShown = (version: number) => { shown = version }

/** A registered screen: it shows the layout the desk gives it, says every minute that it is there, and keeps showing when nobody answers. */
export function Component() {
  const { t } = useTranslation('boards')
  const client = useQueryClient()
  const queryKey = ['boards', 'screen']
  const read = useQuery({
    queryKey, enabled: pass !== null, retry: false, refetchInterval: SAYS_EVERY_MS, refetchIntervalInBackground: true, initialData: remembered, initialDataUpdatedAt: 0,
    queryFn: async () => {
      const here = await api.get<ScreenHere>('/api/boards/screen', { anonymous: true, headers: { 'x-board-pass': pass ?? '' }, query: { shows: shown, page: thisPage() } })
      localStorage.setItem(keptAs, JSON.stringify(here))
      return here
    },
  })
  const { data: here, error } = read
  useLive(here ? [`board:${here.institutionId}:screen-${here.screenId}`] : [], () => void client.invalidateQueries({ queryKey }))
  if (pass === null || error?.status === 403) return <Notice title={t('screen.none')} detail={t('screen.none-note')} />
  if (!here) return <Notice title={t('board.opening')} detail={t('board.opening-note')} />
  return <LiveBoard key={here.layoutId} institutionId={String(here.institutionId)} layoutId={here.layoutId} onShown={noteShown} />
}
