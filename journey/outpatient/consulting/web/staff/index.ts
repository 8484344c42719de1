import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/consulting', icon: 'steth', label: 'consulting:nav', roles: ['physician'] }]
export const routes: RouteObject[] = [{ path: '/consulting', lazy: () => import('./desk-page.tsx') }, { path: '/caller', lazy: () => import('./caller-page.tsx') }]
