import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/sign-in', lazy: () => import('./sign-in-page.tsx') },
  { path: '/workplace', lazy: () => import('./workplace-page.tsx') },
]
