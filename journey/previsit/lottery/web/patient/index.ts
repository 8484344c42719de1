import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/draws/:institutionId', lazy: () => import('./draws-page.tsx') },
  { path: '/draws/:institutionId/:id', lazy: () => import('./draw-page.tsx') },
  { path: '/draws/:institutionId/:id/order', lazy: () => import('./order-page.tsx') },
]

