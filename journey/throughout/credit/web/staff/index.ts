import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/credit', icon: 'card', label: 'credit:staff.nav', roles: ['accountant', 'manager'] }]

export const routes: RouteObject[] = [{ path: '/credit', lazy: () => import('./owing-page.tsx') }]
