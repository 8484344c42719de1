import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const routes: RouteObject[] = [{ path: '/assist', lazy: () => import('./assist-page.tsx') }]

export const nav: NavDoor[] = [{ to: '/assist', icon: 'share', label: 'assistance:help.nav', roles: ['nurse', 'registrar', 'cashier', 'physician', 'manager', 'admin'] }]
