import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/settlement', icon: 'swap', label: 'settlement:nav', roles: ['accountant'] }]

export const routes: RouteObject[] = [
  { path: '/settlement', lazy: () => import('./settlement-page.tsx') },
  { path: '/settlement/accounts', lazy: () => import('./accounts-page.tsx') },
  { path: '/settlement/:day', lazy: () => import('./settlement-page.tsx') },
  { path: '/settlement/:day/bank', lazy: () => import('./bank-page.tsx') },
  { path: '/settlement/:day/entries', lazy: () => import('./entries-page.tsx') },
]
