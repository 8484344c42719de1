import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { RouterLink, useBack, usePageKey, useSignIn } from '#apps/shell/navigation.tsx'
import { Pages, prepareRoutes } from '#apps/shell/routes.tsx'
import { useSession } from '#apps/shell/session.ts'
import { DayStrip } from '#journey/outpatient/itinerary/web/staff/index.ts'
import { NoticeBell } from '#journey/outpatient/operations/web/staff/index.ts'
import { Bones, Button, ChromeProvider, Desk, ErrorState, Pane } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { doors, routes } from './routes.tsx'
import { Who } from './who.tsx'

const pages = prepareRoutes(routes)
/** Pages that need nobody at work yet: signing in, choosing where one works, and the gallery of parts. */
const openToAll = /^\/(sign-in|workplace|gallery)(\/|$)/

export function StaffApp() {
  const { t } = useTranslation(['staff', 'shell', ...new Set(doors.flatMap((group) => group.doors).map((door) => door.label.split(':')[0] ?? 'staff'))])
  const { pathname, search } = useLocation()
  const session = useSession()
  const back = useBack()
  const pageKey = usePageKey()
  useSignIn()
  const mine = session.data?.staff?.roles ?? []
  const chrome: Chrome = {
    product: t('product', { ns: 'shell' }), Link: RouterLink, back, pageKey, tabs: [], help: () => undefined,
    rail: railOf(mine, pathname, t),
    elder: { on: false, toggle: () => undefined, openSizes: () => undefined },
    personDay: (personId) => <Suspense fallback={null}><DayStrip personId={personId} /></Suspense>,
    letterhead: session.data?.staff?.name,
    who: session.data?.staff && <>{mine.includes('physician') && <Suspense fallback={null}><NoticeBell /></Suspense>}<Who session={session.data} /></>,
  }
  const stranger = session.isSuccess && session.data.staff === null && !openToAll.test(pathname)
  return (
    <ChromeProvider value={chrome}>
      {stranger
        ? <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />
        : <Pages routes={pages} waiting={<Waiting />} broken={(retry) => <Broken retry={retry} />} />}
    </ChromeProvider>
  )
}

/** The doors for somebody with these roles; a group without one is left out. */
function railOf(roles: readonly string[], pathname: string, t: (key: string) => string): Chrome['rail'] {
  const groups = doors.map((group) => ({
    label: t(group.label),
    doors: group.doors.filter((door) => door.roles.some((role) => roles.includes(role)))
      .map((door) => ({ href: door.to, icon: door.icon, label: t(door.label), current: pathname === door.to || pathname.startsWith(`${door.to}/`) })),
  })).filter((group) => group.doors.length > 0)
  return [{ label: t('staff:today'), doors: [{ href: '/', icon: 'grid', label: t('staff:today'), current: pathname === '/' }] }, ...groups]
}

function Waiting() {
  const { t } = useTranslation('ui')
  return <Desk title={t('loading')}><Pane label={t('loading')}><Bones /></Pane></Desk>
}

function Broken({ retry }: { retry: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Desk title={t('broken.title')}>
      <Pane label={t('broken.title')}><ErrorState title={t('broken.title')} onRetry={retry} actions={<Button href="/">{t('broken.home')}</Button>}>{t('broken.body')}</ErrorState></Pane>
    </Desk>
  )
}
