import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'operations',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // operations:<institution>: the figures of one's own hospital
    operations: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
