import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [
  { to: '/booking', icon: 'calendar', label: 'booking:nav', roles: ['registrar', 'nurse', 'physician'] },
  { to: '/booking/desk', icon: 'hand', label: 'booking:desk.nav', roles: ['registrar', 'nurse'] },
]
export const routes: RouteObject[] = [
  { path: '/booking', lazy: () => import('./day-page.tsx') },
  { path: '/booking/desk', lazy: () => import('./desk-page.tsx') },
]
