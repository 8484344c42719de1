import type { Routes } from '#platform/http/index.ts'
import { layoutRoutes } from './routes/layouts.ts'
import { screenRoutes } from './routes/screens.ts'

export const routes: Routes = (app, services) => {
  for (const part of [screenRoutes, layoutRoutes]) part(app, services)
}
