import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/operations', icon: 'pulse', label: 'operations:nav', roles: ['manager'] }]

export const routes: RouteObject[] = [
  { path: '/operations', lazy: () => import('./operations-page.tsx') },
  { path: '/operations/advice', lazy: () => import('./advice-page.tsx') },
]
