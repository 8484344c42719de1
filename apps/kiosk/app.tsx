import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { RouterLink, useBack, usePageKey } from '#apps/shell/navigation.tsx'
import { Pages, prepareRoutes } from '#apps/shell/routes.tsx'
import { HelpSheet } from '#journey/outpatient/kiosk/web/kiosk/index.ts'
import { useServerNow } from '#client/index.ts'
import { Bones, ChromeProvider, ErrorState, Kiosk } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { routes } from './routes.tsx'
import { useKioskHelp } from './use-kiosk-help.ts'

const pages = prepareRoutes(routes)
const forgetAfterMs = 60_000

export function KioskApp() {
  const [asking, setAsking] = useState(false)
  const kiosk = useKioskHelp(() => setAsking(true))
  const back = useBack()
  const pageKey = usePageKey()
  useForget(() => { kiosk.reset(); setAsking(false) })
  const chrome: Chrome = {
    product: '', Link: RouterLink, back, pageKey, tabs: [], rail: [], help: () => setAsking(true), kiosk,
    elder: { on: false, toggle: () => undefined, openSizes: () => undefined },
  }
  return (
    <ChromeProvider value={chrome}>
      <Pages routes={pages} waiting={<Bones />} broken={(retry) => <Broken retry={retry} />} />
      {asking && <HelpSheet onClose={() => setAsking(false)} />}
    </ChromeProvider>
  )
}

/** Nobody has touched the machine for a minute: the letters, the buttons and the language are ready for the next person. */
function useForget(forget: () => void): void {
  const { pathname } = useLocation()
  const run = useEffectEvent(forget)
  useEffect(() => {
    let timer = setTimeout(() => run(), forgetAfterMs)
    const touched = () => {
      clearTimeout(timer)
      timer = setTimeout(() => run(), forgetAfterMs)
    }
    window.addEventListener('pointerdown', touched)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pointerdown', touched)
    }
  }, [pathname])
}

function Broken({ retry }: { retry: () => void }) {
  const { t } = useTranslation('kiosk')
  const now = useServerNow(5_000)
  return <Kiosk place={t('shell.place')} machine={t('shell.machine')} now={now} title={t('shell.broken')}><ErrorState title={t('shell.broken')} onRetry={retry}>{t('shell.broken-note')}</ErrorState></Kiosk>
}
