import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/arrival', icon: 'users', label: 'arrival:nav', roles: ['nurse', 'registrar'] }, { to: '/waits', icon: 'clock', label: 'arrival:waits.nav', roles: ['nurse', 'manager', 'admin'] }]
export const routes: RouteObject[] = [{ path: '/arrival', lazy: () => import('./queue-page.tsx') }, { path: '/waits', lazy: () => import('./waits-page.tsx') }]
