import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { RouterLink, useBack, usePageKey, useSignIn } from '#apps/shell/navigation.tsx'
import { Pages, prepareRoutes } from '#apps/shell/routes.tsx'
import { Bones, Button, ChromeProvider, Desk, ErrorState, Pane } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { doors, routes } from './routes.tsx'

const pages = prepareRoutes(routes)

export function StaffApp() {
  const { t } = useTranslation(['staff', 'shell'])
  const { pathname } = useLocation()
  const back = useBack()
  const pageKey = usePageKey()
  useSignIn()
  const chrome: Chrome = {
    product: t('product', { ns: 'shell' }), Link: RouterLink, back, pageKey, tabs: [], help: () => undefined,
    rail: [
      { href: '/', icon: 'grid', label: t('today'), current: pathname === '/' },
      ...doors.map((door) => ({ href: door.to, icon: door.icon, label: t(door.label), current: pathname.startsWith(door.to) })),
    ],
    elder: { on: false, toggle: () => undefined, openSizes: () => undefined },
  }
  return (
    <ChromeProvider value={chrome}>
      <Pages routes={pages} waiting={<Waiting />} broken={(retry) => <Broken retry={retry} />} />
    </ChromeProvider>
  )
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
