import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/rules', icon: 'edit', label: 'rules:nav', roles: ['admin', 'manager'] }]

export const routes: RouteObject[] = [{ path: '/rules', lazy: () => import('./rules-page.tsx') }]
