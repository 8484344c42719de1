import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [
  { to: '/kiosks', icon: 'grid', label: 'kiosk:nav', roles: ['nurse', 'registrar', 'manager', 'admin'] },
  { to: '/kiosk-boxes', icon: 'cash', label: 'kiosk:boxes.open', roles: ['cashier', 'accountant'] },
]
export const routes: RouteObject[] = [{ path: '/kiosks', lazy: () => import('./fleet-page.tsx') }, { path: '/kiosk-boxes', lazy: () => import('./boxes-page.tsx') }]
