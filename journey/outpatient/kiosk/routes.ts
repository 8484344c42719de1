import type { Routes } from '#platform/http/index.ts'
import { boxRoutes } from './routes/boxes.ts'
import { cashRoutes } from './routes/cash.ts'
import { machineRoutes } from './routes/machine.ts'
import { payRoutes } from './routes/pay.ts'
import { personRoutes } from './routes/person.ts'
import { staffRoutes } from './routes/staff.ts'
import { simulatorRoutes } from './simulator/routes.ts'

export const routes: Routes = (app, services) => {
  for (const part of [machineRoutes, personRoutes, payRoutes, cashRoutes, boxRoutes, staffRoutes, simulatorRoutes]) part(app, services)
}
