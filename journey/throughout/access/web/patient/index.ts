import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/sign-in', lazy: () => import('./sign-in-page.tsx') },
  { path: '/me/sign-ins', lazy: () => import('./sessions-page.tsx') },
]

export const meItems: MeItem[] = [{ to: '/me/sign-ins', icon: 'lock', label: 'access:sessions.title', note: 'access:sessions.note' }]
