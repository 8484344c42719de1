import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'kiosk',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // How the machines of an institution do is for its staff.
    kiosk: async (_tx, { actor }, rest) => actor.kind === 'staff' && Number(rest) === actor.institutionId,
  },
}
