import type { Routes } from '#platform/http/index.ts'
import { dayRoutes } from './routes/days.ts'
import { differenceRoutes } from './routes/differences.ts'
import { exportRoutes } from './routes/exports.ts'
import { statementRoutes } from './routes/statements.ts'

export const routes: Routes = (app, services) => {
  statementRoutes(app, services)
  differenceRoutes(app, services)
  dayRoutes(app, services)
  exportRoutes(app, services)
}
