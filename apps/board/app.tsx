import { RouterLink, useBack, usePageKey } from '#apps/shell/navigation.tsx'
import { Pages, prepareRoutes } from '#apps/shell/routes.tsx'
import { Bones, ChromeProvider } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { routes } from './routes.tsx'

const pages = prepareRoutes(routes)

export function BoardApp() {
  const back = useBack()
  const pageKey = usePageKey()
  const chrome: Chrome = {
    product: '', Link: RouterLink, back, pageKey, tabs: [], rail: [], help: () => undefined,
    elder: { on: false, toggle: () => undefined, openSizes: () => undefined },
  }
  return <ChromeProvider value={chrome}><Pages routes={pages} waiting={<Bones />} broken={() => <Bones />} /></ChromeProvider>
}
