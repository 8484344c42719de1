import type { Routes } from '#platform/http/index.ts'
import { counterRoutes } from './routes/counter.ts'
import { lineRuleRoutes } from './routes/line-rule.ts'
import { patientRoutes } from './routes/patient.ts'

export const routes: Routes = (app, services) => {
  for (const part of [patientRoutes, counterRoutes, lineRuleRoutes]) part(app, services)
}
