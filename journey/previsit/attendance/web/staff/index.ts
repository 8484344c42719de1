import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/attendance', icon: 'bell', label: 'attendance:nav', roles: ['nurse', 'registrar', 'manager'] }]
export const routes: RouteObject[] = [
  { path: '/attendance', lazy: () => import('./calls-page.tsx') },
  { path: '/attendance/advice', lazy: () => import('./advice-page.tsx') },
  { path: '/attendance/figures', lazy: () => import('./figures-page.tsx') },
]
