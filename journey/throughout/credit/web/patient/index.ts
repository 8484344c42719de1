import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/credit', lazy: () => import('./credit-page.tsx') },
  { path: '/repay/:code', lazy: () => import('./relative-page.tsx') },
]

export const meItems: MeItem[] = [
  { to: '/credit', icon: 'card', label: 'credit:me', note: 'credit:me-note' },
]

/** One line about paying after treatment for one visit, for the bill and for the day of the visit. Fetched when it is shown. */
export const VisitCredit = lazy(async () => ({ default: (await import('./visit-credit.tsx')).VisitCredit }))
