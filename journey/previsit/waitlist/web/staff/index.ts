import type { RouteObject } from 'react-router'
import type { NavDoor } from '#ui/index.ts'

export const nav: NavDoor[] = [{ to: '/waitlist', icon: 'clock', label: 'waitlist:nav', roles: ['registrar', 'nurse', 'manager'] }]
export const routes: RouteObject[] = [{ path: '/waitlist', lazy: () => import('./waitlist-page.tsx') }]
