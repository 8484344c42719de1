import type { Module } from '#platform/module.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { routes } from './routes.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'integration',
  routes(app, services) {
    routes(app, services)
    bulkRoutes(app, services)
  },
  tasks,
}

export { withClients } from './authenticate.ts'
