import type { RouteObject } from 'react-router'
import { routes as arrival } from '#journey/outpatient/arrival/web/kiosk/index.ts'

/** The kiosk's pages: the doors of the modules, then a plain word for an address that is none. */
export const routes: RouteObject[] = [
  ...arrival,
  { path: '*', lazy: () => import('./home-page.tsx') },
]
