import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'

export const module: Module = { name: 'consulting', routes, reactions, rules }
