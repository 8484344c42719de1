import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'waitlist',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // waitlist:<institution>: the worklist of one's own institution
    waitlist: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
