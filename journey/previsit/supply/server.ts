import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export const module: Module = {
  name: 'supply',
  routes,
  reactions,
  topics: {
    // supply:<institution>: the calendar of one's own institution
    supply: async (_tx, { actor }, rest) => actor.kind === 'system' || (actor.kind === 'staff' && rest === String(actor.institutionId)),
  },
}
