import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = { name: 'insurance', routes, tasks, rules }
