import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [{ path: '/borrowed', lazy: () => import('./borrowed-page.tsx') }]
export const meItems: MeItem[] = [{ to: '/borrowed', icon: 'access', label: 'servicedesk:mine.nav', note: 'servicedesk:mine.nav-note' }]
