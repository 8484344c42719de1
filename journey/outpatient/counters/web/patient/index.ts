import type { RouteObject } from 'react-router'


export const routes: RouteObject[] = [{ path: '/visits/:institutionId/:visitId/stops', lazy: () => import('./stops-page.tsx') }]
