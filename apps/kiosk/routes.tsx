import type { RouteObject } from 'react-router'
import { routes as kiosk } from '#journey/outpatient/kiosk/web/kiosk/index.ts'

/** The kiosk's pages: the doors of the modules, then a plain word for an address that is none. */
export const routes: RouteObject[] = [
  ...kiosk,
  { path: '*', lazy: () => import('./home-page.tsx') },
]
