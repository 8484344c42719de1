import { lazy } from 'react'
import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/family', lazy: () => import('./family-page.tsx') },
  { path: '/family/add', lazy: () => import('./add-family-page.tsx') },
  { path: '/family/requests/:requestId', lazy: () => import('./request-page.tsx') },
  { path: '/family/proxies/:proxyId', lazy: () => import('./proxy-page.tsx') },
  { path: '/family/:personId', lazy: () => import('./member-page.tsx') },
  { path: '/code', lazy: () => import('./health-code-page.tsx') },
  { path: '/me/person', lazy: () => import('./person-page.tsx') },
]

export const meItems: MeItem[] = [
  { to: '/me/person', icon: 'id', label: 'people:profile.title', note: 'people:profile.note' },
  { to: '/family', icon: 'users', label: 'people:family', note: 'people:family-note' },
  { to: '/code', icon: 'qr', label: 'people:code.title', note: 'people:code.note' },
]

/** Name and document, for the first sign-in. Fetched when it is shown. */
export const FirstDetails = lazy(async () => ({ default: (await import('../first-details.tsx')).FirstDetails }))
