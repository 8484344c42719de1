import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [
  { to: '/booking', icon: 'calendar', label: 'booking:nav', roles: ['registrar', 'nurse', 'physician'] },
  { to: '/call-desk', icon: 'phone', label: 'booking:desk.nav', roles: ['registrar', 'nurse'] },
  { to: '/residents', icon: 'share', label: 'booking:sent.nav', roles: ['registrar'] },
  { to: '/teams', icon: 'users', label: 'booking:teams.nav', roles: ['manager'] },
]
export const routes: RouteObject[] = [
  { path: '/booking', lazy: () => import('./day-page.tsx') },
  { path: '/call-desk', lazy: () => import('./desk-page.tsx') },
  { path: '/residents', lazy: () => import('./sent-page.tsx') },
  { path: '/teams', lazy: () => import('./teams-page.tsx') },
]

/** Looking for a time, for desks that book in the middle of something else. */
export const FindTimes = lazy(() => import('./find-times.tsx').then((part) => ({ default: part.FindTimes })))
export const PickPeriod = lazy(() => import('./pick-period.tsx').then((part) => ({ default: part.PickPeriod })))
export const Reasons = lazy(() => import('../reasons.tsx').then((part) => ({ default: part.Reasons })))
