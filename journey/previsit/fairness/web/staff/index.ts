import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/fairness', icon: 'users', label: 'fairness:nav', roles: ['manager', 'registrar', 'nurse'] }]

export const routes: RouteObject[] = [
  { path: '/fairness', lazy: () => import('./desk-page.tsx') },
  { path: '/fairness/findings/:id', lazy: () => import('./finding-page.tsx') },
]
