import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const NoticeBell = lazy(() => import('./notice-bell.tsx').then((file) => ({ default: file.NoticeBell })))

export const nav: NavDoor[] = [
  { to: '/operations', icon: 'pulse', label: 'operations:nav', roles: ['manager'] },
  { to: '/extra-sessions', icon: 'bell', label: 'operations:notice.nav', roles: ['physician'] },
]

export const routes: RouteObject[] = [
  { path: '/operations', lazy: () => import('./operations-page.tsx') },
  { path: '/operations/advice', lazy: () => import('./advice-page.tsx') },
  { path: '/extra-sessions', lazy: () => import('./notices-page.tsx') },
]
