import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/waitlist', lazy: () => import('./waitlist-page.tsx') },
  { path: '/waitlist/join', lazy: () => import('./join-page.tsx') },
  { path: '/waitlist/offer', lazy: () => import('./code-page.tsx') },
  { path: '/waitlist/offers/:institutionId/:id', lazy: () => import('./offer-page.tsx') },
]
