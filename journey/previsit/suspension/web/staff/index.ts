import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/suspensions', icon: 'pause', label: 'suspension:nav', roles: ['manager', 'physician', 'registrar', 'nurse'] }]
export const routes: RouteObject[] = [{ path: '/suspensions', lazy: () => import('./suspensions-page.tsx') }]
