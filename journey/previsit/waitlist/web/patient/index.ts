import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export { offerPath } from './offer-path.ts'

export const routes: RouteObject[] = [
  { path: '/waitlist', lazy: () => import('./waitlist-page.tsx') },
  { path: '/waitlist/join', lazy: () => import('./join-page.tsx') },
  { path: '/waitlist/offer', lazy: () => import('./code-page.tsx') },
  { path: '/waitlist/offers/:institutionId/:id', lazy: () => import('./offer-page.tsx') },
]

export const meItems: MeItem[] = [{ to: '/waitlist', icon: 'clock', label: 'waitlist:mine.title' }]
