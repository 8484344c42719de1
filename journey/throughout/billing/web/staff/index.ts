import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/cashier', lazy: () => import('./cashier-page.tsx') },
  { path: '/cashier/close', lazy: () => import('./close-shift-page.tsx') },
]

export const nav: NavDoor[] = [{ to: '/cashier', icon: 'receipt', label: 'billing:nav', roles: ['cashier'] }]
