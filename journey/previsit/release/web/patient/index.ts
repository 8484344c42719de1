import { lazy } from 'react'
import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/openings/:institutionId/:id', lazy: () => import('./waiting-room-page.tsx') },
  { path: '/openings/:institutionId/:id/draw', lazy: () => import('./draw-page.tsx') },
]

/** On a clinic's times: that its units open soon, or in turn. Fetched when it is shown; nothing where no opening is near. */
export const OpeningNear = lazy(async () => ({ default: (await import('./opening-near.tsx')).OpeningNear }))
