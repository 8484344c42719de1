import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/visits/:institutionId/:visitId', lazy: () => import('./visit-day-page.tsx') },
  // The code on the wall leads here: the phone's own camera is the scanner.
  { path: '/check-in/:code', lazy: () => import('./check-in-page.tsx') },
]
