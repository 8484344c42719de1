import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'fairness',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // fairness:<institution>: what waits for the outpatient office of one's own institution
    fairness: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
