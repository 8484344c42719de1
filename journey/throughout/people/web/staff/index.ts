import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [
  { to: '/people', icon: 'id', label: 'people:nav', roles: ['registrar', 'nurse', 'cashier', 'admin'] },
  { to: '/merges', icon: 'swap', label: 'people:merge.nav', roles: ['registrar', 'admin'] },
]

export const routes: RouteObject[] = [
  { path: '/people', lazy: () => import('./people-page.tsx') },
  { path: '/merges', lazy: () => import('./merges-page.tsx') },
]

/** Registering somebody new, for desks that need it in the middle of something else. */
export const EnterForm = lazy(() => import('./enter-form.tsx').then((form) => ({ default: form.EnterForm })))
