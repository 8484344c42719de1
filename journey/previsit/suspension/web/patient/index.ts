import type { RouteObject } from 'react-router'

export { CancelledClinics } from './cancelled-clinics.tsx'
export const routes: RouteObject[] = [{ path: '/suspensions/:institutionId/:appointmentId', lazy: () => import('./suspension-page.tsx') }]
