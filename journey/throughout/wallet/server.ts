import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'

export const module: Module = { name: 'wallet', routes, rules }
