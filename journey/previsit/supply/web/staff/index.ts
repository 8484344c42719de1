import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/schedules', icon: 'grid', label: 'supply:nav', roles: ['manager', 'physician'] }]
export const routes: RouteObject[] = [
  { path: '/schedules', lazy: () => import('./calendar-page.tsx') },
  { path: '/schedules/templates', lazy: () => import('./templates-page.tsx') },
  { path: '/schedules/import', lazy: () => import('./import-page.tsx') },
  { path: '/schedules/clinics', lazy: () => import('./clinics-page.tsx') },
  { path: '/schedules/changes', lazy: () => import('./changes-page.tsx') },
]
