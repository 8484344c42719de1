import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'

export const module: Module = {
  name: 'guidance',
  rules,
  routes,
  // What is closed in a building is for everybody who is in it.
  topics: { guidance: (_tx, _context, institutionId) => Promise.resolve(/^\d+$/.test(institutionId)) },
}
