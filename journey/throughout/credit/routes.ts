import type { Routes } from '#platform/http/index.ts'
import { patientRoutes } from './routes/patient.ts'
import { staffRoutes } from './routes/staff.ts'

export const routes: Routes = (app, services) => {
  for (const part of [patientRoutes, staffRoutes]) part(app, services)
}
