import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/screen', lazy: () => import('./screen-page.tsx') },
  { path: '/:institutionId/:layoutId', lazy: () => import('./board-page.tsx') },
]
