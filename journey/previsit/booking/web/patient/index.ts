import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/doctors', lazy: () => import('./find-care-page.tsx') },
  { path: '/doctors/:institutionId/:serviceId', lazy: () => import('./doctor-times-page.tsx') },
  { path: '/doctors/:institutionId/:serviceId/together', lazy: () => import('./together-page.tsx') },
  { path: '/hospitals', lazy: () => import('./hospitals-page.tsx') },
  { path: '/hospitals/:institutionId', lazy: () => import('./hospital-page.tsx') },
  { path: '/appointments', lazy: () => import('./appointments-page.tsx') },
  { path: '/appointments/:institutionId/:id', lazy: () => import('./appointment-page.tsx') },
  { path: '/appointments/:institutionId/:id/booked', lazy: () => import('./booked-page.tsx') },
  { path: '/appointments/:institutionId/:id/move', lazy: () => import('./move-page.tsx') },
]
