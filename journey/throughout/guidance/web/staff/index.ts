import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/plans', icon: 'route', label: 'guidance:nav', roles: ['admin', 'manager', 'nurse'] }]

export const routes: RouteObject[] = [
  { path: '/plans', lazy: () => import('./plans-page.tsx') },
  { path: '/plans/import', lazy: () => import('./import-page.tsx') },
  { path: '/plans/:campusId', lazy: () => import('./editor-page.tsx') },
  { path: '/plans/:campusId/signs', lazy: () => import('./signs-page.tsx') },
]
