import type { RouteObject } from 'react-router'
import { routes as arrival } from '#journey/outpatient/arrival/web/board/index.ts'

/** Boards: the doors of the modules, then a plain word for an address that is none. */
export const routes: RouteObject[] = [
  ...arrival,
  { path: '*', lazy: () => import('./missing-page.tsx') },
]
