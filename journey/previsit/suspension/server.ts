import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'suspension',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // suspension:<institution>: the worklist of one's own institution
    suspension: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
