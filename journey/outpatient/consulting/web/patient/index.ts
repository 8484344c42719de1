import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/records', lazy: () => import('./records-page.tsx') },
  { path: '/records/:institutionId/:visitId', lazy: () => import('./record-page.tsx') },
]
