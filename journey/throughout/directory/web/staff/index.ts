import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/hospital-data', icon: 'building', label: 'directory:nav', roles: ['admin'] }]
export const routes: RouteObject[] = [{ path: '/hospital-data', lazy: () => import('./import-page.tsx') }]
