import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/kiosks', icon: 'grid', label: 'kiosk:nav', roles: ['nurse', 'registrar', 'manager', 'admin'] }]
export const routes: RouteObject[] = [{ path: '/kiosks', lazy: () => import('./fleet-page.tsx') }]
