import type { Routes } from '#platform/http/index.ts'
import { patientRoutes } from './patient-routes.ts'
import { preferenceRoutes, sessionRoutes } from './session-routes.ts'
import { staffRoutes } from './staff-routes.ts'

export const routes: Routes = (app, services) => {
  for (const add of [sessionRoutes, preferenceRoutes, patientRoutes, staffRoutes]) add(app, services)
}
