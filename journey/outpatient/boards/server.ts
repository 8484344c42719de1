import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'

/** The topics of boards belong to the queue engine, which owns the zones. */
export const module: Module = { name: 'boards', routes }
