import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { RouterLink, useBack, usePageKey, useScroll, useSignIn } from '#apps/shell/navigation.tsx'
import { changeReader, useReader } from '#apps/shell/reader.ts'
import { Pages, prepareRoutes } from '#apps/shell/routes.tsx'
import { StaleNotice } from '#apps/shell/stale-notice.tsx'
import { HelpHere } from '#journey/throughout/assistance/web/patient/index.ts'
import { Bones, Button, ChromeProvider, ErrorState, Page } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { HelpSheet } from './help-sheet.tsx'
import { routes } from './routes.tsx'
import { SizeSheet } from './size-sheet.tsx'
import { usePreferences } from './use-preferences.ts'

const pages = prepareRoutes(routes)
const doors = [
  { href: '/', icon: 'home', key: 'home' },
  { href: '/doctors', icon: 'steth', key: 'doctors' },
  { href: '/records', icon: 'file', key: 'records' },
  { href: '/me', icon: 'user', key: 'me' },
] as const

export function PatientApp() {
  const { t } = useTranslation('patient')
  const { pathname } = useLocation()
  const reader = useReader()
  const back = useBack()
  const pageKey = usePageKey()
  const [sheet, setSheet] = useState<'help' | 'sizes'>()
  useScroll()
  useSignIn()
  usePreferences()
  const chrome: Chrome = {
    product: t('product', { ns: 'shell' }), Link: RouterLink, back, pageKey, rail: [], notice: <StaleNotice />,
    help: () => setSheet('help'), voice: true,
    tabs: doors.map((door) => ({ href: door.href, icon: door.icon, label: t(`tab.${door.key}`), current: door.href === '/' ? pathname === '/' : pathname.startsWith(door.href) })),
    elder: { on: reader.elder, toggle: () => changeReader({ elder: !reader.elder }), openSizes: () => setSheet('sizes'), familyPhone: reader.familyPhone },
  }
  return (
    <ChromeProvider value={chrome}>
      <HelpHere />
      <Pages routes={pages} waiting={<Waiting tab={chrome.tabs.find((tab) => tab.href === pathname)?.label} />} broken={(retry) => <Broken retry={retry} />} />
      {sheet === 'help' && <HelpSheet onClose={() => setSheet(undefined)} onFamily={() => setSheet('sizes')} />}
      {sheet === 'sizes' && <SizeSheet onClose={() => setSheet(undefined)} />}
    </ChromeProvider>
  )
}

/** A page on its way. A tab keeps its name and its place, so that nothing jumps. */
function Waiting({ tab }: { tab: string | undefined }) {
  const { t } = useTranslation('ui')
  return <Page title={tab ?? t('loading')} back={tab === undefined ? '/' : undefined}><Bones /></Page>
}

function Broken({ retry }: { retry: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Page title={t('broken.title')} back="/">
      <ErrorState title={t('broken.title')} onRetry={retry} actions={<Button href="/">{t('broken.home')}</Button>}>{t('broken.body')}</ErrorState>
    </Page>
  )
}
