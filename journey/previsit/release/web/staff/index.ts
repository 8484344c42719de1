import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/release', icon: 'sound', label: 'release:nav', roles: ['manager'] }]
export const routes: RouteObject[] = [{ path: '/release', lazy: () => import('./release-page.tsx') }]
