import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [{ path: '/r/:token', lazy: () => import('./reminder-page.tsx') }]
