import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/booking', icon: 'calendar', label: 'booking:nav', roles: ['registrar', 'nurse', 'physician'] }]
export const routes: RouteObject[] = [{ path: '/booking', lazy: () => import('./day-page.tsx') }]
