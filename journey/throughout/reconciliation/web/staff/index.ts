import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/finance', lazy: () => import('./dashboard-page.tsx') },
  { path: '/finance/statements', lazy: () => import('./statements-page.tsx') },
  { path: '/finance/differences', lazy: () => import('./differences-page.tsx') },
  { path: '/finance/days', lazy: () => import('./day-page.tsx') },
  { path: '/finance/trail', lazy: () => import('./trail-page.tsx') },
  { path: '/finance/shifts/:id', lazy: () => import('./shift-page.tsx') },
]

export const nav: NavDoor[] = [{ to: '/finance', icon: 'chart', label: 'reconciliation:nav.finance', roles: ['accountant', 'manager', 'auditor'] }]
