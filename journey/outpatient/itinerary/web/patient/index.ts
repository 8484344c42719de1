import { lazy } from 'react'
import type { RouteObject } from 'react-router'

/** The whole view of a day, for pages that show somebody else's. */
export const DayView = lazy(() => import('../day-view.tsx').then((file) => ({ default: file.DayView })))
export const DayEnd = lazy(() => import('./day-end.tsx').then((file) => ({ default: file.DayEnd })))

export const routes: RouteObject[] = [{ path: '/day', lazy: () => import('./day-page.tsx') }]
