import type { Module } from '#platform/module.ts'
import { fhir } from './fhir/index.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'booking',
  rules,
  fhir,
  routes,
  reactions,
  tasks,
  topics: {
    // booking:<institution>:<day>: the desk's day list of one's own institution
    booking: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest.startsWith(`${actor.institutionId}:`)),
  },
}
