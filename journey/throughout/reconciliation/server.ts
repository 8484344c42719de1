import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'reconciliation',
  rules,
  routes,
  tasks,
  topics: {
    // reconciliation:<institution>: statements, differences and closed days of one's own institution
    reconciliation: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
