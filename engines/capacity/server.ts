import type { Module } from '#platform/module.ts'
import { tasks } from './tasks.ts'

export const module: Module = { name: 'capacity', tasks }
