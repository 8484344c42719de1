import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/service-desk', icon: 'help', label: 'servicedesk:nav', roles: ['nurse', 'registrar', 'manager'] }]

export const routes: RouteObject[] = [
  { path: '/service-desk', lazy: () => import('./desk-page.tsx') },
  { path: '/service-desk/items', lazy: () => import('./items-page.tsx') },
  { path: '/service-desk/complaints', lazy: () => import('./complaints-page.tsx') },
  { path: '/service-desk/answers', lazy: () => import('./answers-page.tsx') },
  { path: '/service-desk/handover', lazy: () => import('./handover-page.tsx') },
  { path: '/service-desk/figures', lazy: () => import('./figures-page.tsx') },
]
