import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [{ path: '/hospitals/:institutionId/prices', lazy: () => import('./prices-page.tsx') }]
