import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [{ path: '/:institutionId/:zoneId', lazy: () => import('./board-page.tsx') }]
