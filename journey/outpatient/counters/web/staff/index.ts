import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/counters', icon: 'flask', label: 'counters:nav', roles: ['laboratory', 'pharmacist', 'nurse', 'registrar', 'cashier'] }]
export const ruleNav: NavDoor[] = [{ to: '/line-rule', icon: 'swap', label: 'counters:nav-rule', roles: ['laboratory', 'pharmacist', 'nurse', 'registrar', 'manager', 'admin'] }]
export const routes: RouteObject[] = [
  { path: '/counters', lazy: () => import('./counter-page.tsx') },
  { path: '/line-rule', lazy: () => import('./rule-page.tsx') },
]
