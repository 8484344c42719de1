import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'arrival',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // Who arrives for a department is for the staff of its institution.
    arrival: async (_tx, { actor }, rest) => actor.kind === 'staff' && Number(rest.split(':')[0]) === actor.institutionId,
  },
}
