import type { Module } from '#platform/module.ts'
import { cutOffRule } from './cut-off.ts'
import { routes } from './routes.ts'
import { tasks } from './tasks.ts'

export const module: Module = { name: 'settlement', routes, tasks, rules: [cutOffRule] }
