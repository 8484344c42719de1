import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [{ path: '/me/online-booking', lazy: () => import('./online-booking-page.tsx') }]

export const meItems: MeItem[] = [{ to: '/me/online-booking', icon: 'calendar', label: 'fairness:me.item', note: 'fairness:me.note' }]
