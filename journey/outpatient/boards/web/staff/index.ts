import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/boards', icon: 'grid', label: 'boards:nav', roles: ['nurse', 'registrar', 'admin', 'manager'] }]
export const routes: RouteObject[] = [{ path: '/boards', lazy: () => import('./boards-page.tsx') }]
