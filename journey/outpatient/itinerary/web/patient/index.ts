import { lazy } from 'react'
import type { RouteObject } from 'react-router'

export const DayStrip = lazy(() => import('./day-strip.tsx'))
/** The whole view of a day, for pages that show somebody else's. */
export const DayView = lazy(() => import('../day-view.tsx').then((file) => ({ default: file.DayView })))
export const DayEnd = lazy(() => import('./day-end.tsx'))

/** The page of a day; `person` says whose, without it one's own or whoever was chosen last. */
export const dayHref = (personId: string): string => `/day?person=${personId}`

export const routes: RouteObject[] = [{ path: '/day', lazy: () => import('./day-page.tsx') }]
