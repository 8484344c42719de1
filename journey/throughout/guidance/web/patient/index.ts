import { lazy } from 'react'
import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [{ path: '/guide/:institutionId', lazy: () => import('./guide-page.tsx') }]

/** A link to the way there, with its minutes; nothing where there is no plan. Fetched when it is shown. */
export const WayThere = lazy(async () => ({ default: (await import('./way-there.tsx')).WayThere }))
