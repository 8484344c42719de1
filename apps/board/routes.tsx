import type { RouteObject } from 'react-router'

/** Boards: the doors of the modules, then a plain word for an address that is none. */
export const routes: RouteObject[] = [
  { path: '*', lazy: () => import('./missing-page.tsx') },
]
