import type { RouteObject } from 'react-router'

export { StopCards } from './stop-cards.tsx'

export const routes: RouteObject[] = [{ path: '/visits/:institutionId/:visitId/stops', lazy: () => import('./stops-page.tsx') }]
