import type { Module } from '#platform/module.ts'
import { fhir } from './fhir/index.ts'
import { routes } from './routes.ts'
import { tasks } from './tasks.ts'

export const module: Module = { name: 'directory', routes, tasks, fhir }
