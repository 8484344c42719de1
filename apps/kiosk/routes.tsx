import type { RouteObject } from 'react-router'

/** The kiosk's pages: home, then the doors of the modules. */
export const routes: RouteObject[] = [
  { path: '*', lazy: () => import('./home-page.tsx') },
]
