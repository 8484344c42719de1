import type { RouteObject } from 'react-router'
import { routes as boards } from '#journey/outpatient/boards/web/board/index.ts'

/** Boards: the doors of the modules, then a plain word for an address that is none. */
export const routes: RouteObject[] = [
  ...boards,
  { path: '*', lazy: () => import('./missing-page.tsx') },
]
