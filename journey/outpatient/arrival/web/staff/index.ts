import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/arrival', icon: 'users', label: 'arrival:nav', roles: ['nurse', 'registrar'] }]
export const routes: RouteObject[] = [{ path: '/arrival', lazy: () => import('./queue-page.tsx') }]
