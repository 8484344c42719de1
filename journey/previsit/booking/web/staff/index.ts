import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [
  { to: '/booking', icon: 'calendar', label: 'booking:nav', roles: ['registrar', 'nurse', 'physician'] },
  { to: '/booking/desk', icon: 'phone', label: 'booking:desk.nav', roles: ['registrar', 'nurse'] },
  { to: '/booking/sent', icon: 'share', label: 'booking:sent.nav', roles: ['registrar'] },
  { to: '/booking/teams', icon: 'users', label: 'booking:teams.nav', roles: ['manager'] },
]
export const routes: RouteObject[] = [
  { path: '/booking', lazy: () => import('./day-page.tsx') },
  { path: '/booking/desk', lazy: () => import('./desk-page.tsx') },
  { path: '/booking/sent', lazy: () => import('./sent-page.tsx') },
  { path: '/booking/teams', lazy: () => import('./teams-page.tsx') },
]
