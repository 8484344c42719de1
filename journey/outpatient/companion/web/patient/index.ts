import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/companions', lazy: () => import('./companions-page.tsx') },
  // Where the message leads: nobody has to sign in.
  { path: '/companion/:address', lazy: () => import('./follow-page.tsx') },
]

export const meItems: MeItem[] = [{ to: '/companions', icon: 'users', label: 'companion:door', note: 'companion:door-note' }]
