import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/pools', icon: 'chart', label: 'pools:nav', roles: ['manager'] }]
export const routes: RouteObject[] = [
  { path: '/pools', lazy: () => import('./fill-page.tsx') },
  { path: '/pools/rules', lazy: () => import('./rules-page.tsx') },
  { path: '/pools/released', lazy: () => import('./released-page.tsx') },
]
