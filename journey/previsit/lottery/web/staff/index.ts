import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/draws', icon: 'filter', label: 'lottery:nav', roles: ['manager', 'registrar', 'nurse'] }]
export const routes: RouteObject[] = [{ path: '/draws', lazy: () => import('./draws-page.tsx') }]
