import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/draws', lazy: () => import('./draws-page.tsx') },
  { path: '/draws/:institutionId', lazy: () => import('./draws-page.tsx') },
  { path: '/draws/:institutionId/:id', lazy: () => import('./draw-page.tsx') },
  { path: '/draws/:institutionId/:id/order', lazy: () => import('./order-page.tsx') },
]

export const meItems: MeItem[] = [{ to: '/draws', icon: 'filter', label: 'lottery:draws.title', note: 'lottery:draws.note' }]
