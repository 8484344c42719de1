import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/connected', icon: 'swap', label: 'integration:nav', roles: ['admin'] }]

export const routes: RouteObject[] = [{ path: '/connected', lazy: () => import('./connected-page.tsx') }]
