import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const DayStrip = lazy(() => import('./day-strip.tsx').then((file) => ({ default: file.DayStrip })))

export const nav: NavDoor[] = [{ to: '/day-ends', icon: 'route', label: 'itinerary:ends.nav', roles: ['manager', 'admin'] }]
export const routes: RouteObject[] = [{ path: '/day-ends', lazy: () => import('./ends-page.tsx') }]
