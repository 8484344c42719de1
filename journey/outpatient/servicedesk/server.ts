import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { deskRoutes } from './routes/desk.ts'
import { thingRoutes } from './routes/things.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'servicedesk',
  rules,
  routes: (app, services) => {
    deskRoutes(app, services)
    thingRoutes(app, services)
  },
  reactions,
  tasks,
  topics: {
    // servicedesk:<institution>: what happens at the desk of one's own institution
    servicedesk: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
